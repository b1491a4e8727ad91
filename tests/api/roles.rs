//! Who may do what, and where: every route of the review API, for each role, each site and each scope of a token.

use placet::comment::{Access, EmailAddress, Language, Role, SiteId, SiteKey, Timestamp};
use placet::people::{LogIn, Scope};
use serde_json::{Value, json};

use crate::harness::{App, add_site, body};
use crate::on_both_databases;

/// A route for moderators, the least role for it, and a body that nothing is wrong with.
struct Route {
    method: &'static str,
    path: String,
    needs: Role,
    /// Whether the role is needed on every site.
    everywhere: bool,
    /// Whether it is enough to have it on some site.
    somewhere: bool,
    body: Option<Value>,
}

/// Every route that a moderator's token opens, on this comment; those that only list what may be seen need no role there.
fn routes(comment: &str) -> Vec<Route> {
    let on = |method, path: &str, needs, body| Route {
        method,
        path: path.to_owned(),
        needs,
        everywhere: false,
        somewhere: false,
        body,
    };
    let of = |what: &str| format!("/api/v1/comments/{comment}{what}");
    vec![
        on("get", &of(""), Role::Viewer, None),
        on("get", &of("/surroundings"), Role::Viewer, None),
        on("post", &of("/preview"), Role::Viewer, Some(json!({ "verdict": "approve" }))),
        on("post", &of("/notes"), Role::Moderator, Some(json!({ "text": "Seen." }))),
        on("post", &of("/decisions"), Role::Moderator, Some(json!({ "version": 99, "verdict": "approve" }))),
        on("post", &of("/undo"), Role::Moderator, Some(json!({ "version": 99 }))),
        on("put", "/api/v1/sites/gazette/threads/roles", Role::Editor, Some(json!({}))),
        on(
            "post",
            "/api/v1/standings",
            Role::Editor,
            Some(
                json!({ "kind": "hold", "subject": "email", "value": "a@b.example", "site": "gazette", "reason": "x" }),
            ),
        ),
        Route {
            everywhere: true,
            ..on(
                "post",
                "/api/v1/standings",
                Role::Editor,
                Some(json!({ "kind": "hold", "subject": "email", "value": "a@b.example", "reason": "x" })),
            )
        },
        Route { everywhere: true, ..on("post", "/api/v1/rules/reload", Role::Owner, None) },
        Route { somewhere: true, ..on("get", "/api/v1/people", Role::Owner, None) },
        Route {
            somewhere: true,
            ..on("put", "/api/v1/people/1/access", Role::Owner, Some(json!({ "everywhere": "king" })))
        },
        Route { somewhere: true, ..on("get", "/api/v1/invitations", Role::Owner, None) },
        Route {
            everywhere: true,
            ..on(
                "post",
                "/api/v1/invitations",
                Role::Owner,
                Some(json!({ "email": "editor@courier.example", "role": "viewer" })),
            )
        },
    ]
}

async fn ask(app: &App, token: &str, route: &Route) -> u16 {
    let method = route.method.to_uppercase().parse().expect("a method");
    let mut request = app.client.request(method, app.url(&route.path)).bearer_auth(token);
    if let Some(body) = &route.body {
        request = request.json(body);
    }
    app.send(request).await.status
}

async fn site_id(app: &App, key: &str) -> SiteId {
    let sites = app.service.store.sites().await.expect("the sites");
    sites[&SiteKey::parse(key).expect("a key")].id
}

/// Somebody with this access; gives their address.
async fn somebody(app: &App, name: &str, access: Access) -> EmailAddress {
    let email = EmailAddress::parse(&format!("{name}@courier.example")).expect("an address");
    let added = app.service.people.add(email.clone(), name.into(), Language::En, true, "correct horse battery", access);
    added.await.expect("added");
    email
}

async fn token(app: &App, email: &EmailAddress, scope: Scope) -> String {
    app.service.people.create_token(email.clone(), "tests".into(), scope).await.expect("a token").1
}

/// A comment on another site than that of every test.
async fn elsewhere(app: &App) -> String {
    add_site(&app.service, "gazette", true).await;
    let address = app.url("/api/v1/sites/gazette/threads/roles/comments");
    let sent = app.send(app.client.post(address).json(&body("A word to the other paper."))).await;
    assert_eq!(sent.status, 201, "{}", sent.text);
    sent.json()["id"].as_str().expect("an id").to_owned()
}

on_both_databases! {
    async fn each_role_may_do_what_those_before_it_may_and_no_more(app: App) {
        let comment = elsewhere(&app).await;
        let gazette = site_id(&app, "gazette").await;
        for role in Role::ALL {
            let on_site = Access { everywhere: None, sites: [(gazette, role)].into() };
            for (place, access) in [("everywhere", Access::everywhere(role)), ("here", on_site)] {
                let email = somebody(&app, &format!("{role}-{place}"), access.clone()).await;
                let token = token(&app, &email, Scope::whole()).await;
                for route in routes(&comment) {
                    let status = ask(&app, &token, &route).await;
                    let may = if route.everywhere { access.allows_everywhere(route.needs) } else { role >= route.needs };
                    let what = format!("{role} {place}: {} {} gave {status}", route.method, route.path);
                    assert_eq!(status != 403, may, "{what}");
                    assert!(status != 404 && status != 401 && status < 500, "{what}");
                }
            }
        }
    }

    async fn who_has_no_role_on_a_site_does_not_learn_what_is_there(app: App) {
        let comment = elsewhere(&app).await;
        let courier = site_id(&app, crate::harness::SITE).await;
        let own = app.comment("ice", "A word to this paper.").await;
        let access = Access { everywhere: None, sites: [(courier, Role::Owner)].into() };
        let email = somebody(&app, "stranger", access).await;
        let token = token(&app, &email, Scope::whole()).await;
        for route in routes(&comment).into_iter().filter(|route| !route.somewhere) {
            let status = ask(&app, &token, &route).await;
            assert_eq!(status, if route.everywhere { 403 } else { 404 }, "{} {}", route.method, route.path);
        }
        let queue = app.send(app.client.get(app.url("/api/v1/queue")).bearer_auth(&token)).await.json();
        let ids: Vec<&str> = queue["comments"].as_array().expect("comments").iter().filter_map(|c| c["id"].as_str()).collect();
        assert_eq!(ids, [own.as_str()]);
        let ask_for = async |site: &str| {
            let answer = app.send(app.client.get(app.url(&format!("/api/v1/queue?site={site}"))).bearer_auth(&token)).await;
            (answer.status, answer.text)
        };
        assert_eq!(ask_for("gazette").await, ask_for("nowhere").await, "it cannot be told from one that is none");
        assert_eq!(ask_for("gazette").await.0, 404);
        let claim = app.client.post(app.url("/api/v1/claims")).bearer_auth(&token).json(&json!({ "comments": [comment] }));
        assert_eq!(app.send(claim).await.json()["held"], json!([]));
        let ada = app.send(app.client.get(app.url("/api/v1/queue?free=yes&site=gazette")).bearer_auth(&app.token)).await.json();
        assert_eq!(ada["comments"].as_array().map(Vec::len), Some(1), "what one may not see one cannot hold");
    }

    async fn who_has_no_role_on_a_site_does_not_learn_what_is_reported_there(app: App) {
        let comment = elsewhere(&app).await;
        app.approve(&comment).await;
        let report = app.url(&format!("/api/v1/sites/gazette/threads/roles/comments/{comment}/reports"));
        assert_eq!(app.send(app.client.post(report).json(&json!({}))).await.status, 201);
        let (gazette, courier) = (site_id(&app, "gazette").await, site_id(&app, crate::harness::SITE).await);
        for (name, site, seen) in [("here", gazette, 1), ("stranger", courier, 0)] {
            let access = Access { everywhere: None, sites: [(site, Role::Owner)].into() };
            let email = somebody(&app, name, access).await;
            let token = token(&app, &email, Scope::whole()).await;
            let asked = app.client.get(app.url("/api/v1/queue?status=reported")).bearer_auth(&token);
            assert_eq!(app.send(asked).await.json()["comments"].as_array().map(Vec::len), Some(seen), "{name}");
        }
    }

    async fn a_token_may_no_more_than_its_scope_and_its_moderator(app: App) {
        let comment = elsewhere(&app).await;
        let (gazette, courier) = (site_id(&app, "gazette").await, site_id(&app, crate::harness::SITE).await);
        let owner = somebody(&app, "owner", Access::everywhere(Role::Owner)).await;
        let viewer = somebody(&app, "viewer", Access::everywhere(Role::Viewer)).await;
        for role in Role::ALL {
            let scope = Scope { role, ..Scope::whole() };
            let (wide, narrow) = (token(&app, &owner, scope.clone()).await, token(&app, &viewer, scope.clone()).await);
            let elsewhere = token(&app, &owner, Scope { sites: Some(vec![courier]), ..scope.clone() }).await;
            let here = token(&app, &owner, Scope { sites: Some(vec![gazette]), ..scope }).await;
            for route in routes(&comment) {
                let what = format!("{role}: {} {}", route.method, route.path);
                assert_eq!(ask(&app, &wide, &route).await != 403, role >= route.needs, "{what}");
                assert_eq!(ask(&app, &narrow, &route).await != 403, route.needs == Role::Viewer, "{what} for a viewer");
                assert_eq!(ask(&app, &here, &route).await != 403, role >= route.needs && !route.everywhere, "{what} here");
                let status = ask(&app, &elsewhere, &route).await;
                assert!(matches!(status, 403 | 404) || (route.somewhere && role >= route.needs), "{what} elsewhere");
            }
        }
    }

    async fn an_owner_of_one_site_sees_to_its_people_and_to_no_others(app: App) {
        let _ = elsewhere(&app).await;
        let gazette = site_id(&app, "gazette").await;
        let on_site = |role| Access { everywhere: None, sites: [(gazette, role)].into() };
        let own = somebody(&app, "sow", on_site(Role::Owner)).await;
        let sow = token(&app, &own, Scope::whole()).await;
        somebody(&app, "reporter", on_site(Role::Viewer)).await;
        somebody(&app, "elsewhere", Access::default()).await;
        let get = async |path: &str| app.send(app.client.get(app.url(path)).bearer_auth(&sow)).await.json();
        let people = get("/api/v1/people").await["people"].clone();
        let named = |name: &str| people.as_array().expect("people").iter().find(|person| person["name"] == name).cloned();
        assert!(named("elsewhere").is_none() && named("sow").is_some(), "{people}");
        let (reporter, ada) = (named("reporter").expect("theirs"), named("Ada").expect("who owns all, owns this"));
        let set = async |person: &Value, access: Value| {
            let path = format!("/api/v1/people/{}/access", person["id"].as_str().expect("an id"));
            app.send(app.client.put(app.url(&path)).bearer_auth(&sow).json(&access)).await.status
        };
        assert_eq!(set(&reporter, json!({ "sites": { "gazette": "editor" } })).await, 204);
        assert_eq!(set(&reporter, json!({ "everywhere": "viewer" })).await, 403);
        assert_eq!(set(&reporter, json!({ "sites": { (crate::harness::SITE): "viewer" } })).await, 403);
        assert_eq!(set(&ada, json!({ "sites": { "gazette": "viewer" } })).await, 403);

        let invite = async |token: &str, body: Value| app.send(app.client.post(app.url("/api/v1/invitations")).bearer_auth(token).json(&body)).await;
        let whole = invite(&app.token, json!({ "email": "new@example.org", "role": "owner" })).await;
        assert_eq!(whole.status, 201);
        let smaller = json!({ "email": "new@example.org", "role": "viewer", "sites": ["gazette"] });
        assert_eq!(invite(&sow, smaller).await.json()["type"], "/problems/already-invited");
        assert_eq!(invite(&sow, json!({ "email": "other@example.org", "role": "viewer", "sites": [] })).await.status, 422);
        let made = invite(&sow, json!({ "email": "other@example.org", "role": "viewer", "sites": ["gazette"] })).await;
        assert_eq!(made.status, 201);
        let open = get("/api/v1/invitations").await;
        let emails: Vec<&str> = open["invitations"].as_array().expect("some").iter().filter_map(|open| open["email"].as_str()).collect();
        assert_eq!(emails, ["other@example.org"]);
        let revoke = async |id: &Value| {
            let path = format!("/api/v1/invitations/{}", id.as_str().expect("an id"));
            app.send(app.client.delete(app.url(&path)).bearer_auth(&sow)).await.status
        };
        assert_eq!((revoke(&whole.json()["id"]).await, revoke(&made.json()["id"]).await), (404, 204));
    }

    async fn an_expired_token_opens_nothing(app: App) {
        let email = somebody(&app, "owner", Access::everywhere(Role::Owner)).await;
        let scope = |expires_at| Scope { expires_at: Some(expires_at), ..Scope::whole() };
        let hour = std::time::Duration::from_secs(3600);
        let (past, future) = (Timestamp::now().minus(hour), Timestamp::now().plus(hour));
        for (expires_at, status) in [(past, 401), (future, 200)] {
            let token = token(&app, &email, scope(expires_at)).await;
            let answer = app.send(app.client.get(app.url("/api/v1/queue")).bearer_auth(&token)).await;
            assert_eq!(answer.status, status);
        }
    }

    async fn whoever_leaves_is_logged_out_and_their_tokens_do_nothing(app: App) {
        let email = somebody(&app, "leaver", Access::everywhere(Role::Editor)).await;
        let token = token(&app, &email, Scope::whole()).await;
        let LogIn::Open(session) = app.service.people.log_in(&email, "correct horse battery", "tests").await.expect("read") else {
            panic!("no session");
        };
        let cookie = format!("placet_session={session}");
        let desk = || app.send(app.client.get(app.url("/api/v1/queue")).header("cookie", &cookie));
        assert_eq!(desk().await.status, 200);
        let all = app.service.people.all().await.expect("people");
        let id = all.iter().find(|person| person.email == email).expect("the leaver").id;
        app.service.people.set_access(&Access::everywhere(Role::Owner), id, Access::default()).await.expect("set");
        assert_eq!(desk().await.status, 401);
        let answer = app.send(app.client.get(app.url("/api/v1/queue")).bearer_auth(&token)).await;
        assert_eq!(answer.status, 401);
        assert_eq!(app.service.people.log_in(&email, "correct horse battery", "tests").await.expect("read"), LogIn::Refused);
    }

    async fn somebody_always_says_who_may_do_what(app: App) {
        let all = app.service.people.all().await.expect("people");
        let refused = app.service.people.set_access(&Access::everywhere(Role::Owner), all[0].id, Access::everywhere(Role::Editor)).await;
        assert!(matches!(refused, Err(placet::people::PeopleError::LastOwner)), "{refused:?}");
        somebody(&app, "second", Access::everywhere(Role::Owner)).await;
        app.service.people.set_access(&Access::everywhere(Role::Owner), all[0].id, Access::everywhere(Role::Editor)).await.expect("there is another");
    }

    async fn a_mail_that_a_comment_waits_goes_to_those_who_may_decide_on_it(app: App) {
        let comment = elsewhere(&app).await;
        let (gazette, courier) = (site_id(&app, "gazette").await, site_id(&app, crate::harness::SITE).await);
        let on = |site, role| Access { everywhere: None, sites: [(site, role)].into() };
        somebody(&app, "viewer", Access::everywhere(Role::Viewer)).await;
        somebody(&app, "other", on(courier, Role::Owner)).await;
        somebody(&app, "here", on(gazette, Role::Moderator)).await;
        let mut to: Vec<String> = app.deliver().await.into_iter().map(|mail| mail.to).collect();
        to.sort();
        assert_eq!(to, [crate::harness::EDITOR, "here@courier.example"], "of comment {comment}");
    }
}
