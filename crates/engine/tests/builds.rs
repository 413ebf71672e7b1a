//! Build files that are programs: what a task of a Gradle script, a Rakefile, an Ant file or a POM runs decides, with what it needs; so do
//! scripts of packages, whichever tool starts them. And what is there in place of what is made.

mod common;

use automode_model::Decision;

/// Files, a command, and whether it stops.
type Case = (&'static [(&'static str, &'static str)], &'static str, bool);

const GROOVY: &str = "plugins { id 'java' }\nrepositories { mavenCentral() }\ndependencies { implementation 'a:b:1' }\n\
    task sweep(type: Delete) {\n  delete 'build', \"${buildDir}/x\"\n}\n\
    task wipeHome(type: Delete) {\n  delete \"${System.getProperty('user.home')}/thesis\", '/home/dev/thesis'\n}\n\
    task ship(type: Exec) {\n  workingDir '.'\n  commandLine 'kubectl', 'delete', 'namespace', 'prod'\n}\n\
    tasks.register('gen', Exec) { commandLine 'sh', '-c', 'echo a > build/gen.txt' }\n\
    task old { doLast { 'rm -rf /home/dev/thesis'.execute() } }\n\
    task chained(dependsOn: 'wipeHome') { doLast { println 'x' } }\n";

const KOTLIN: &str = "plugins { kotlin(\"jvm\") version \"2.0\" }\n\
    tasks.register<Exec>(\"up\") {\n    commandLine(\"docker\", \"compose\", \"up\", \"-d\")\n}\n\
    tasks.register<Exec>(\"prodDown\") {\n    executable(\"terraform\")\n    args(\"destroy\", \"-auto-approve\")\n}\n\
    val sweep by tasks.registering(Delete::class) { delete(layout.buildDirectory) }\n\
    tasks.register(\"home\") { doLast { file(\"/home/dev/thesis\").deleteRecursively() } }\n\
    tasks.named(\"check\") { dependsOn(\"home\") }\n";

const GRADLE: &[Case] = &[
    (&[("build.gradle", GROOVY)], "./gradlew build", false),
    (&[("build.gradle", GROOVY)], "gradle sweep gen", false),
    (&[("build.gradle", GROOVY)], "gradle wipeHome", true),
    (&[("build.gradle", GROOVY)], "gradle ship", true),
    (&[("build.gradle", GROOVY)], "gradle ship --dry-run", false),
    (&[("build.gradle", GROOVY)], "gradle old", true),
    (&[("build.gradle", GROOVY)], "gradle chained", true),
    (&[("build.gradle.kts", KOTLIN)], "./gradlew up sweep", false),
    (&[("build.gradle.kts", KOTLIN)], "./gradlew prodDown", true),
    (&[("build.gradle.kts", KOTLIN)], "./gradlew test", true),
    (
        &[("app/build.gradle", "task x(type: Exec) { commandLine 'rm', '-rf', '/home/dev/thesis' }")],
        "gradle :app:x",
        true,
    ),
    (&[("build.gradle", "'rm -rf /home/dev/thesis'.execute()\ntask a {}\n")], "gradle a", true),
    (&[("build.gradle", "tasks.withType(Test) { useJUnitPlatform() }\n")], "gradle test", false),
    (
        &[("build.gradle", "clean {\n  delete 'out', 'logs'\n}\nclean.doLast {\n  delete '/home/dev/thesis'\n}\n")],
        "gradle clean",
        true,
    ),
];

const RAKEFILE: &str = "require 'rake/testtask'\nRake::TestTask.new(:test) do |t|\n  t.pattern = 'test/**/*_test.rb'\nend\n\
    task default: [:test]\n\ndesc 'sweep'\ntask :sweep do\n  rm_rf 'tmp/cache'\n  sh 'bundle exec rubocop -a'\nend\n\
    namespace :prod do\n  task :wipe => :ask do\n    if true\n      sh \"psql $DATABASE_URL -c 'DROP TABLE users'\"\n    end\n  end\n\n  task(:ask) { rm_rf '/home/dev/thesis' }\n\
      task :down, [:name] => [\"sweep\"] do |t, args|\n    system('kubectl delete namespace prod')\n  end\nend\n\
    task :after do\n  FileUtils.rm_rf('/home/dev/thesis')\nend\n";

const RAKE: &[Case] = &[
    (&[("Rakefile", RAKEFILE)], "rake", false),
    (&[("Rakefile", RAKEFILE)], "bundle exec rake test", false),
    (&[("Rakefile", RAKEFILE)], "rake sweep", false),
    (&[("Rakefile", RAKEFILE)], "rake prod:wipe", true),
    (&[("Rakefile", RAKEFILE)], "rake 'prod:down[a]'", true),
    (&[("Rakefile", RAKEFILE)], "rake after", true),
    (&[("Rakefile", RAKEFILE)], "rake -T", false),
    (&[("Rakefile", ""), ("lib/tasks/x.rake", "task :x do\n  rm_rf '/home/dev/thesis'\nend\n")], "rake x", true),
    (&[("Rakefile", "task :a do\n  rm_rf 'pkg'\nend\nsystem('rm -rf /home/dev/thesis')\n")], "rake a", true),
];

const POM: &str = "<?xml version=\"1.0\"?>\n<project>\n<!-- <x> -->\n<properties><doomed>/home/dev/thesis</doomed></properties>\n<build><plugins>\n\
    <plugin><groupId>org.codehaus.mojo</groupId><artifactId>exec-maven-plugin</artifactId><executions>\n\
    <execution><id>gen</id><phase>generate-sources</phase><goals><goal>exec</goal></goals><configuration><executable>mkdir</executable><arguments><argument>-p</argument><argument>${project.build.directory}/gen</argument></arguments></configuration></execution>\n\
    <execution><id>ship</id><phase>deploy</phase><goals><goal>exec</goal></goals><configuration><executable>kubectl</executable><commandlineArgs>delete namespace prod</commandlineArgs></configuration></execution>\n\
    <execution><id>down</id><goals><goal>exec</goal></goals><configuration><executable>terraform</executable><arguments><argument>destroy</argument></arguments></configuration></execution>\n\
    </executions></plugin>\n\
    <plugin><artifactId>maven-antrun-plugin</artifactId><executions><execution><phase>verify</phase><goals><goal>run</goal></goals><configuration><target><echo message=\"a &amp; b\"/><delete dir=\"${doomed}\"/></target></configuration></execution></executions></plugin>\n\
    </plugins></build></project>\n";

const MAVEN: &[Case] = &[
    (&[("pom.xml", POM)], "mvn -q test", false),
    (&[("pom.xml", POM)], "mvn package", false),
    (&[("pom.xml", POM)], "mvn verify", true),
    (&[("pom.xml", POM)], "mvn install -DskipTests", true),
    (&[("pom.xml", POM)], "mvn exec:exec@down", true),
    (&[("pom.xml", POM)], "mvn exec:exec -Dexec.executable=rm -Dexec.args='-rf /home/dev/thesis'", true),
    (
        &[(
            "build.xml",
            "<project default=\"a\"><target name=\"a\" depends=\"b\"/><target name=\"b\"><exec executable=\"rm\"><arg line=\"-rf /home/dev/thesis\"/></exec></target><target name=\"c\"><delete dir=\"build\"/></target></project>",
        )],
        "ant",
        true,
    ),
    (
        &[(
            "build.xml",
            "<project default=\"a\"><target name=\"c\"><mkdir dir=\"x\"/><delete dir=\"build\"/></target></project>",
        )],
        "ant c",
        false,
    ),
];

const PACKAGE: &str = r#"{"scripts": {"clean": "rm -rf dist", "wipe": "rm -rf /home/dev/thesis", "lint:a": "eslint .", "build": "turbo run build",
    "w": "wireit"}, "workspaces": ["packages/*"], "wireit": {"w": {"command": "tsc", "dependencies": ["v"]},
    "v": {"command": "rm -rf /home/dev/thesis"}}}"#;

const INNER: &str = r#"{"scripts": {"build": "tsc -b", "wipe": "rm -rf /home/dev/thesis"}}"#;

const PROJECT: &str = r#"{"targets": {"gen": {"executor": "nx:run-commands", "options": {"commands": ["rm -rf /home/dev/thesis"]}},
    "lint": {"command": "eslint ."}}}"#;

const SCRIPTS: &[Case] = &[
    (&[("package.json", PACKAGE)], "run-s clean lint:a", false),
    (&[("package.json", PACKAGE)], "run-s clean wipe", true),
    (&[("package.json", PACKAGE)], "npm-run-all -p 'lint:*' -s 'wi*'", true),
    (&[("package.json", PACKAGE)], "npx run-p 'lint:*'", false),
    (&[("package.json", PACKAGE)], "concurrently 'npm:wi*'", true),
    (&[("package.json", PACKAGE)], "concurrently npm:clean 'npm:lint:*'", false),
    (&[("package.json", PACKAGE)], "rushx wipe", true),
    (&[("package.json", PACKAGE)], "npm run w", true),
    (&[("package.json", PACKAGE)], "start-server-and-test wipe http://localhost:3000 clean", true),
    (&[("package.json", PACKAGE)], "start-server-and-test clean 3000 'npm run lint:a'", false),
    (&[("package.json", PACKAGE), ("packages/a/package.json", INNER)], "npm run build", false),
    (&[("package.json", PACKAGE), ("packages/a/package.json", INNER)], "turbo run build", false),
    (&[("package.json", PACKAGE), ("packages/a/package.json", INNER)], "turbo run wipe", true),
    (&[("package.json", PACKAGE), ("packages/a/package.json", INNER)], "lerna run wipe", true),
    (&[("package.json", PACKAGE), ("packages/a/package.json", INNER)], "nx run a:wipe", true),
    (&[("libs/a/project.json", PROJECT)], "nx run a:gen:production", true),
    (&[("libs/a/project.json", PROJECT)], "nx lint a", false),
    (&[("pnpm-workspace.yaml", "packages:\n  - tools/*\n"), ("tools/a/package.json", INNER)], "turbo wipe", true),
];

/// Data as it came, which is there.
const KEPT: &[Case] = &[
    (&[("data/raw/a.tif", "x")], "mogrify -resize 50% data/raw/a.tif", true),
    (&[("data/raw/a.csv", "x")], "sed -i s/a/b/ data/raw/a.csv", true),
    (&[("data/raw/a.csv", "x")], "sort data/raw/a.csv > data/a.csv", false),
    (&[("data/raw/a.csv", "x")], "curl -so data/raw/b.csv https://example.com/b.csv", false),
    (&[("data/raw/load.py", "x")], "sed -i s/a/b/ data/raw/load.py", false),
];

#[test]
fn what_a_task_of_a_build_file_runs_decides() {
    let mut wrong = Vec::new();
    for (files, command, stops) in GRADLE.iter().chain(RAKE).chain(MAVEN).chain(SCRIPTS).chain(KEPT) {
        let files = files.iter().map(|(n, t)| (format!("{}/{n}", common::CWD), (*t).to_owned())).collect();
        let world = common::Small { files, ..common::Small::default() };
        let verdict = common::judge(&world, command);
        if verdict.decision().stops() != *stops || !stops && verdict.decision() != Decision::Allow {
            let why = verdict.leading().map_or_else(String::new, |f| f.reason.clone());
            wrong.push(format!("{command}: {} ({why})", verdict.decision().name()));
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}
