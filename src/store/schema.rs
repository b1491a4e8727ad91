//! The tables, as diesel sees them: the same on both databases (`migrations/` holds their SQL).

diesel::table! {
    settings (key) {
        key -> Text,
        value -> Text,
    }
}

diesel::table! {
    sites (id) {
        id -> BigInt,
        key -> Text,
        name -> Text,
        url -> Nullable<Text>,
        language -> Text,
        note -> Nullable<Text>,
        pack -> Text,
        hosts -> Text,
        opens_threads -> Bool,
        created_at -> BigInt,
    }
}

diesel::table! {
    threads (id) {
        id -> BigInt,
        site_id -> BigInt,
        key -> Text,
        title -> Nullable<Text>,
        url -> Nullable<Text>,
        language -> Nullable<Text>,
        article -> Nullable<Text>,
        version -> BigInt,
        published -> BigInt,
        closed_at -> Nullable<BigInt>,
        created_at -> BigInt,
        section -> Nullable<Text>,
        tags -> Nullable<Text>,
        banned_names -> Nullable<Text>,
        announced -> Bool,
    }
}

diesel::table! {
    comments (id) {
        id -> BigInt,
        site_id -> BigInt,
        thread_id -> BigInt,
        root_id -> BigInt,
        parent_id -> Nullable<BigInt>,
        depth -> BigInt,
        author_name -> Text,
        author_email -> Text,
        author_email_folded -> Text,
        author_website -> Nullable<Text>,
        text -> Text,
        reader_language -> Text,
        wants_receipt -> Bool,
        status -> Text,
        visible -> Bool,
        version -> BigInt,
        risk -> BigInt,
        idempotency_key -> Nullable<Text>,
        fingerprint -> BigInt,
        repetition -> BigInt,
        created_at -> BigInt,
        decided_at -> Nullable<BigInt>,
        name_key -> Nullable<Text>,
        language -> Nullable<Text>,
        has_links -> Bool,
        is_first -> Bool,
        redacted -> Nullable<Text>,
        standing_id -> Nullable<BigInt>,
    }
}

diesel::table! {
    standings (id) {
        id -> BigInt,
        kind -> Text,
        subject_kind -> Text,
        subject -> Text,
        site_id -> Nullable<BigInt>,
        reason -> Text,
        until -> Nullable<BigInt>,
        created_at -> BigInt,
        created_by -> Nullable<BigInt>,
        lifted_at -> Nullable<BigInt>,
        lifted_by -> Nullable<BigInt>,
        met -> BigInt,
        met_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    hits (id) {
        id -> BigInt,
        comment_id -> BigInt,
        pack -> Text,
        version -> Text,
        rule -> Text,
        counted -> Bool,
        created_at -> BigInt,
    }
}

diesel::joinable!(hits -> comments (comment_id));
diesel::allow_tables_to_appear_in_same_query!(hits, comments);

diesel::table! {
    claims (comment_id) {
        comment_id -> BigInt,
        moderator_id -> BigInt,
        until -> BigInt,
    }
}

diesel::table! {
    claim_changes (id) {
        id -> BigInt,
        comment_id -> BigInt,
        moderator_id -> BigInt,
        until -> Nullable<BigInt>,
    }
}

diesel::table! {
    kept_tests (comment_id) {
        comment_id -> BigInt,
        rules -> Text,
        clause -> Nullable<Text>,
        passes -> Bool,
        moderator_id -> Nullable<BigInt>,
        created_at -> BigInt,
    }
}
diesel::allow_columns_to_appear_in_same_group_by_clause!(hits::rule, comments::status);

diesel::table! {
    rule_files (hash) {
        hash -> Text,
        source -> Text,
    }
}

diesel::table! {
    rule_versions (hash) {
        hash -> Text,
        pack -> Text,
        version -> Text,
        files -> Text,
        created_at -> BigInt,
        in_force_at -> BigInt,
    }
}

diesel::table! {
    assessments (id) {
        id -> BigInt,
        comment_id -> BigInt,
        pack -> Text,
        version -> Text,
        hash -> Text,
        outcome -> Text,
        score -> Double,
        language -> Nullable<Text>,
        hits -> Text,
        fault -> Nullable<Text>,
        created_at -> BigInt,
    }
}

diesel::table! {
    moderators (id) {
        id -> BigInt,
        email -> Text,
        email_folded -> Text,
        name -> Text,
        password_hash -> Text,
        language -> Text,
        wants_mail -> Bool,
        created_at -> BigInt,
        view -> Nullable<Text>,
        role -> Nullable<Text>,
        totp_secret -> Nullable<Text>,
        totp_step -> Nullable<BigInt>,
    }
}

diesel::table! {
    site_roles (moderator_id, site_id) {
        moderator_id -> BigInt,
        site_id -> BigInt,
        role -> Text,
    }
}

diesel::table! {
    recovery_codes (hash) {
        hash -> Text,
        moderator_id -> BigInt,
        created_at -> BigInt,
    }
}

diesel::table! {
    decisions (id) {
        id -> BigInt,
        comment_id -> BigInt,
        version -> BigInt,
        from_status -> Text,
        to_status -> Text,
        clause -> Nullable<Text>,
        note -> Nullable<Text>,
        moderator_id -> Nullable<BigInt>,
        source -> Text,
        undoes -> Nullable<BigInt>,
        pack -> Text,
        rules_version -> Text,
        rules_hash -> Text,
        automated_detection -> Bool,
        created_at -> BigInt,
        redacted -> Nullable<Text>,
        site_id -> Nullable<BigInt>,
        waited -> Nullable<BigInt>,
    }
}

diesel::table! {
    notes (id) {
        id -> BigInt,
        comment_id -> BigInt,
        moderator_id -> Nullable<BigInt>,
        text -> Text,
        created_at -> BigInt,
    }
}

diesel::table! {
    sessions (hash) {
        hash -> Text,
        moderator_id -> BigInt,
        created_at -> BigInt,
        expires_at -> BigInt,
        id -> BigInt,
        client -> Text,
        seen_at -> BigInt,
    }
}

diesel::table! {
    tokens (id) {
        id -> BigInt,
        hash -> Text,
        name -> Text,
        moderator_id -> BigInt,
        created_at -> BigInt,
        revoked_at -> Nullable<BigInt>,
        role -> Text,
        sites -> Nullable<Text>,
        expires_at -> Nullable<BigInt>,
        used_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    outbox (id) {
        id -> BigInt,
        kind -> Text,
        comment_id -> Nullable<BigInt>,
        decision_id -> Nullable<BigInt>,
        moderator_id -> Nullable<BigInt>,
        state -> Text,
        attempts -> BigInt,
        due_at -> BigInt,
        last_error -> Nullable<Text>,
        created_at -> BigInt,
        finished_at -> Nullable<BigInt>,
        invitation_id -> Nullable<BigInt>,
    }
}

diesel::table! {
    invitations (id) {
        id -> BigInt,
        email -> Text,
        email_folded -> Text,
        language -> Text,
        role -> Text,
        sites -> Nullable<Text>,
        invited_by -> BigInt,
        created_at -> BigInt,
        expires_at -> BigInt,
        accepted_at -> Nullable<BigInt>,
        revoked_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    audit (number) {
        number -> BigInt,
        at -> BigInt,
        kind -> Text,
        actor -> Text,
        moderator_id -> Nullable<BigInt>,
        site_id -> Nullable<BigInt>,
        comment_id -> Nullable<BigInt>,
        facts -> Text,
        previous -> Binary,
        hash -> Binary,
    }
}

diesel::table! {
    audit_head (id) {
        id -> BigInt,
        number -> BigInt,
        at -> BigInt,
        hash -> Binary,
    }
}

diesel::table! {
    reports (id) {
        id -> BigInt,
        comment_id -> BigInt,
        reporter -> Text,
        clause -> Nullable<Text>,
        word -> Nullable<Text>,
        created_at -> BigInt,
        settled_by -> Nullable<BigInt>,
    }
}

diesel::joinable!(threads -> sites (site_id));
diesel::joinable!(comments -> threads (thread_id));
diesel::joinable!(comments -> sites (site_id));
diesel::joinable!(assessments -> comments (comment_id));
diesel::joinable!(decisions -> comments (comment_id));
diesel::joinable!(decisions -> moderators (moderator_id));
diesel::joinable!(sessions -> moderators (moderator_id));
diesel::joinable!(tokens -> moderators (moderator_id));
diesel::joinable!(outbox -> comments (comment_id));
diesel::joinable!(claims -> comments (comment_id));
diesel::joinable!(claims -> moderators (moderator_id));
diesel::joinable!(claim_changes -> comments (comment_id));
diesel::joinable!(claim_changes -> moderators (moderator_id));
diesel::joinable!(kept_tests -> comments (comment_id));
diesel::joinable!(kept_tests -> moderators (moderator_id));
diesel::joinable!(notes -> comments (comment_id));
diesel::joinable!(notes -> moderators (moderator_id));
diesel::joinable!(reports -> comments (comment_id));
diesel::joinable!(invitations -> moderators (invited_by));
diesel::joinable!(site_roles -> moderators (moderator_id));

diesel::allow_tables_to_appear_in_same_query!(
    assessments,
    claim_changes,
    claims,
    comments,
    decisions,
    invitations,
    kept_tests,
    moderators,
    notes,
    outbox,
    reports,
    sessions,
    site_roles,
    sites,
    threads,
    tokens
);
