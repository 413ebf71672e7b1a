//! Trial runs are harmless as far as they are trials: options that take the trial back, and what such a run does all the same.

mod common;

#[test]
fn only_what_is_tried_is_harmless() {
    for (command, allowed) in [
        ("npm publish --dry-run", true),
        ("npm publish --dry-run=true", true),
        ("npm publish --dry-run=false", false),
        ("npm publish --dry-run false", false),
        ("npm publish --dry-run --no-dry-run", false),
        ("npm publish --dry-run=\"$TRY\"", false),
        ("git push --dry-run origin main", true),
        ("git push --dry-run --no-dry-run origin main", false),
        ("git push --no-dry-run --dry-run origin main", false),
        ("git add --dry-run none.txt", true),
        ("kubectl delete ns shop --dry-run=client", true),
        ("kubectl delete ns shop --dry-run=server", true),
        ("kubectl delete ns shop --dry-run=none", false),
        ("kubectl delete ns shop --dry-run=OFF", false),
        ("cargo smart-release --dry-run", true),
        ("cargo smart-release --dry-run --execute", false),
        ("make --just-print deploy", true),
        ("rsync -n --delete a/ /srv/b/", true),
        ("rsync -n --log-file=run.log a/ /srv/b/", true),
        ("rsync -n --log-file=/etc/cron.d/x a/ /srv/b/", false),
        ("ansible-playbook --check site.yml", true),
        ("ansible-playbook --check site.yml /srv/y/x.yml", false),
        ("gradle --dry-run build", true),
        ("kubectl create secret generic db --from-env-file=.env.example --dry-run=client -o yaml", true),
        ("kubectl create secret generic db --from-env-file=.env --dry-run=client -o yaml", false),
    ] {
        let verdict = common::judge(&common::Small::default(), command);
        assert_eq!(!verdict.decision().stops(), allowed, "{command}");
    }
}

/// An option that means something only beside another, or only without an operand.
#[test]
fn options_count_together() {
    for (command, allowed) in [
        ("terraform show -json plan.out", true),
        ("terraform show -json", false),
        ("terraform show", true),
        ("ansible-inventory --graph --vault-password-file vault.txt", true),
        ("ansible-inventory --list", true),
        ("ansible-inventory --list --vault-password-file vault.txt", false),
    ] {
        let verdict = common::judge(&common::Small::default(), command);
        assert_eq!(!verdict.decision().stops(), allowed, "{command}");
    }
}

/// A path within a word is the path that it is, and a word that is not known may be each part.
#[test]
fn words_of_parts_are_read_part_by_part() {
    for (command, allowed) in [
        ("sass src/a.scss:dist/a.css src/b.scss:dist/b.css", true),
        ("sass src/a.scss:dist/a.css src/b.scss:/etc/b.css", false),
        ("sass src/*.scss:/etc/b.css", false),
        ("controller-gen crd paths=./... output:crd:dir=config/crd", true),
        ("controller-gen crd paths=./... output:crd:dir=/etc/crd", false),
        ("controller-gen crd paths=./... output:crd:dir=\"$OUT\"", false),
        ("controller-gen crd:crdVersions=\"$V\" paths=./...", true),
        ("pytest --cov-report html:build/cov", true),
        ("pytest --cov-report html:/etc/cov", false),
        ("esbuild a.ts --bundle --inject:./shim.js", true),
        ("esbuild a.ts --bundle --inject:/srv/x.js", false),
        ("nuget pack a.nuspec /out out", true),
        ("nuget pack a.nuspec /out /etc/x", false),
    ] {
        let verdict = common::judge(&common::Small::default(), command);
        assert_eq!(!verdict.decision().stops(), allowed, "{command}");
    }
}

/// What a tool hands on behind `--` names files like any other option.
#[test]
fn options_that_are_handed_on_name_files() {
    for (command, allowed) in [
        ("cargo test -- --nocapture --test-threads=1", true),
        ("cargo test -- --logfile target/test.log", true),
        ("cargo test -- --logfile /etc/x", false),
        ("tox -e py312 -- -k a --junitxml=build/r.xml", true),
        ("tox -e py312 -- --junitxml=/etc/r.xml", false),
        ("nx run app:build -- --outputPath=dist", true),
        ("nx run app:build -- --outputPath=/etc/x", false),
        ("cargo bench -- --save-baseline main", true),
        ("npx vitest run -- src/a.test.ts", true),
    ] {
        let verdict = common::judge(&common::Small::default(), command);
        assert_eq!(!verdict.decision().stops(), allowed, "{command}");
    }
}
