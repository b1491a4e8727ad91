//! The OpenAPI document, problems, and health.

use std::collections::BTreeSet;

use placet::comment::Language;
use placet::locale;
use placet::web::problem::Kind;

use serde_json::Value;

use crate::harness::App;
use crate::on_both_databases;

on_both_databases! {
    async fn the_description_is_openapi_3_1_and_names_every_route(app: App) {
        let answer = app.send(app.client.get(app.url("/openapi.json"))).await;
        let document = answer.json();
        assert!(document["openapi"].as_str().expect("a version").starts_with("3.1"));
        let described: BTreeSet<(String, String)> = document["paths"]
            .as_object()
            .expect("paths")
            .iter()
            .flat_map(|(path, methods)| {
                methods.as_object().expect("methods").keys().map(|method| (method.clone(), path.clone()))
            })
            .collect();
        let routed = placet::web::DOCUMENTED.iter().map(|(method, path)| ((*method).into(), (*path).into())).collect();
        assert_eq!(described, routed);
        let paths = document["paths"].as_object().expect("paths").iter();
        for (path, methods) in paths.filter(|(path, _)| path.starts_with("/api/")) {
            for (method, operation) in methods.as_object().expect("methods") {
                for status in ["500", "503"] {
                    assert!(operation["responses"][status].is_object(), "{method} {path} may be answered with {status}");
                }
            }
        }
    }

    async fn health_and_readiness_are_told(app: App) {
        for door in ["/healthz", "/readyz"] {
            assert_eq!(app.send(app.client.get(app.url(door))).await.status, 200, "{door}");
        }
        app.service.close().await;
        assert_eq!(app.send(app.client.get(app.url("/healthz"))).await.status, 200);
        assert_eq!(app.send(app.client.get(app.url("/readyz"))).await.status, 503);
    }

    async fn a_method_that_a_route_does_not_have_is_a_405_problem(app: App) {
        let answer = app.send(app.client.delete(app.comments("ice"))).await;
        assert_eq!((answer.status, answer.json()["type"].as_str()), (405, Some("/problems/method-not-allowed")));
        let answer = app.send(app.client.get(app.url("/api/v1/nothing"))).await;
        assert_eq!((answer.status, answer.json()["type"].as_str()), (404, Some("/problems/not-found")));
    }

    async fn every_problem_has_a_page_in_every_language(app: App) {
        for kind in Kind::ALL {
            for language in Language::ALL {
                let key = format!("problem-{}", kind.code());
                assert_ne!(locale::say(language, &key), key, "{key} in {language}");
                assert_ne!(locale::say(language, &format!("{key}-detail")), format!("{key}-detail"));
            }
            let page = app.send(app.client.get(app.url(&format!("/problems/{}", kind.code())))).await;
            assert_eq!(page.status, 200, "{}", kind.code());
        }
    }

    async fn every_parameter_every_field_and_every_body_has_an_example(app: App) {
        let document = app.send(app.client.get(app.url("/openapi.json"))).await.json();
        let is_made_of_others = |field: &Value| ["$ref", "oneOf", "allOf", "items"].iter().any(|key| field.get(key).is_some());
        let mut without = Vec::new();
        for (name, schema) in document["components"]["schemas"].as_object().expect("schemas") {
            for (field, written) in schema["properties"].as_object().into_iter().flatten() {
                let example = written.get("example").or_else(|| written["examples"].get(0));
                let fits = match example {
                    Some(example) => kinds(written).iter().any(|kind| is_of(example, kind)),
                    // A truth, a moment, an object of many shapes and what is composed of others explain themselves.
                    None => is_made_of_others(written) || matches!(kinds(written).first(), Some(&("boolean" | "object"))) || written.get("format").is_some() || written.get("default").is_some(),
                };
                if !fits {
                    without.push(format!("{name}.{field}: {written}"));
                }
            }
        }
        for (path, methods) in document["paths"].as_object().expect("paths") {
            for (method, route) in methods.as_object().expect("methods") {
                let parameters = route["parameters"].as_array().into_iter().flatten();
                let bare = parameters.filter(|parameter| parameter.get("example").is_none());
                without.extend(bare.map(|parameter| format!("{method} {path}: {}", parameter["name"])));
                let answers = route["responses"].as_object().into_iter().flatten();
                let sent = "sent".to_owned();
                for (name, body) in answers.chain([(&sent, &route["requestBody"])]) {
                    let Some(content) = body["content"].as_object() else { continue };
                    let whole = |media: &Value| media["example"].is_object() || media["example"].is_string();
                    let bare = content.iter().filter(|(kind, media)| kind.contains("json") && !kind.contains("jsonl") && !whole(media));
                    without.extend(bare.map(|(kind, _)| format!("{method} {path} {name}: {kind}")));
                }
            }
        }
        assert!(without.is_empty(), "{without:#?}");
    }
}

/// The kinds of JSON value that a schema allows.
fn kinds(schema: &Value) -> Vec<&str> {
    match &schema["type"] {
        Value::String(kind) => vec![kind],
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}

fn is_of(value: &Value, kind: &str) -> bool {
    match kind {
        "string" => value.is_string(),
        "integer" => value.is_i64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        _ => false,
    }
}
