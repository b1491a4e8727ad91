# syntax=docker/dockerfile:1

# Built where the compiler is; nothing of this stage ships.
FROM rust:1.95-bookworm AS build
WORKDIR /build
# Dependencies first: they are compiled again only when the lock file changes.
COPY Cargo.toml Cargo.lock ./
COPY .cargo .cargo
RUN mkdir -p src && echo 'fn main() {}' > src/main.rs && touch src/lib.rs \
    && cargo build --release --locked --bin placet \
    && rm -rf src target/release/.fingerprint/placet-* target/release/deps/*placet-* target/release/placet
COPY . .
RUN cargo build --release --locked --bin placet

FROM debian:bookworm-slim
# Certificates for mail servers over TLS: the program trusts the machine's own.
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 10001 --user-group --no-log-init --no-create-home --home-dir /data --shell /usr/sbin/nologin placet \
    && install -d -o placet -g placet /data
COPY --from=build /build/target/release/placet /usr/local/bin/placet
# By number, so that a cluster can see that it is not root.
USER 10001:10001
WORKDIR /data
VOLUME /data
ENV PLACET_LISTEN=0.0.0.0:8080 \
    PLACET_DATABASE_URL=sqlite:/data/placet.db
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s CMD ["placet", "health"]
ENTRYPOINT ["placet"]
CMD ["serve"]
