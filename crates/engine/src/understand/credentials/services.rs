//! Whose a token is, by the name of the variable that holds it, and where its service answers: data with its sources, asked by
//! `credentials` for a request that presents one.
//!
//! A service stands here with the hosts at which it takes its own tokens (its API reference), never with hosts where its users
//! serve what they like (`github.io`, `workers.dev`, `vercel.app`, `cloudapp.azure.com`): who has a page there reads the header.

/// `words of a variable's name = hosts`, each with all below it. `~`: people run it themselves, too, so that another host is
/// not wrong, only not known. A dot: where packages come from is told by each project's own files.
const SERVICES: &str = "\
github gh ghcr = github.com githubusercontent.com ghcr.io
~gitlab gl ci_job = gitlab.com
~bitbucket bb = bitbucket.org api.bitbucket.org
~gitea forgejo codeberg = codeberg.org
slack = slack.com
cloudflare cf = api.cloudflare.com
openai = api.openai.com
anthropic claude = api.anthropic.com
~npm pypi twine cargo crates rubygems gem nuget = .
docker dockerhub = hub.docker.com auth.docker.io registry-1.docker.io index.docker.io
~sentry = sentry.io
datadog dd = datadoghq.com datadoghq.eu ddog-gov.com
digitalocean do = api.digitalocean.com
heroku = api.heroku.com
vercel = api.vercel.com
netlify = api.netlify.com
stripe = api.stripe.com
linear = api.linear.app
~jira confluence atlassian = atlassian.net api.atlassian.com
hf huggingface hugging_face = huggingface.co
google gcp gcloud gemini youtube firebase = googleapis.com
azure arm system_accesstoken msgraph ms_graph = dev.azure.com management.azure.com graph.microsoft.com
~ado vsts = dev.azure.com
~circleci circle = circleci.com
buildkite = api.buildkite.com
travis = api.travis-ci.com
~grafana = grafana.com grafana.net
pagerduty = api.pagerduty.com
notion = api.notion.com
discord = discord.com
telegram tg = api.telegram.org
twilio = twilio.com
sendgrid = api.sendgrid.com
mailgun = api.mailgun.net api.eu.mailgun.net
postmark = api.postmarkapp.com
resend = api.resend.com
figma = api.figma.com
asana = app.asana.com
trello = api.trello.com
clickup = api.clickup.com
airtable = api.airtable.com
fly = api.fly.io api.machines.dev
render = api.render.com
railway = backboard.railway.com backboard.railway.app
hetzner hcloud = api.hetzner.cloud
linode = api.linode.com
vultr = api.vultr.com
scaleway scw = api.scaleway.com
fastly = api.fastly.com
~sonar sonarqube sonarcloud = sonarcloud.io
snyk = api.snyk.io
codecov = codecov.io api.codecov.io
newrelic new_relic = api.newrelic.com
honeycomb = api.honeycomb.io
launchdarkly ld = app.launchdarkly.com
tfe terraform tf_api hcp = app.terraform.io
pulumi = api.pulumi.com
mistral = api.mistral.ai
groq = api.groq.com
openrouter = openrouter.ai
cohere = api.cohere.com api.cohere.ai
replicate = api.replicate.com
together = api.together.xyz
deepseek = api.deepseek.com
perplexity = api.perplexity.ai
elevenlabs = api.elevenlabs.io
expo = api.expo.dev
hubspot = api.hubapi.com
intercom = api.intercom.io
opsgenie = api.opsgenie.com
square = connect.squareup.com
paypal = api-m.paypal.com api-m.sandbox.paypal.com
";

/// What is known about a token and a host.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fit {
    /// It is the token's own service, or this machine.
    Own,
    /// Nobody says so, and nothing speaks against it.
    NotKnown,
    /// It is another's.
    Foreign,
}

/// How a host fits a variable's name.
#[must_use]
pub fn fit(variable: &str, host: &str) -> Fit {
    let name = format!("_{}_", variable.to_ascii_lowercase());
    let named = |word: &str| name.contains(&format!("_{word}_"));
    // Whoever runs a service that is else a company's says so.
    let enterprise = ["enterprise", "ghe", "ghes", "onprem"].iter().any(|w| named(w));
    let (mut own, mut others, mut elsewhere, mut taken) = (false, false, enterprise, false);
    for line in SERVICES.lines() {
        let Some((words, hosts)) = line.split_once(" = ") else { continue };
        let here = hosts.split(' ').any(|h| host.strip_suffix(h).is_some_and(|r| r.is_empty() || r.ends_with('.')));
        if words.trim_start_matches('~').split(' ').any(named) {
            own |= here;
            others |= !here;
            elsewhere |= words.starts_with('~');
        } else {
            taken |= here;
        }
    }
    match (own, others) {
        (true, false) if !enterprise => Fit::Own,
        // A name of two services, at one of them.
        (true, _) => Fit::NotKnown,
        (false, true) if elsewhere && !taken => Fit::NotKnown,
        (false, true) => Fit::Foreign,
        (false, false) => Fit::NotKnown,
    }
}

/// Whether variable and host bear the name of one service, though not in the same spelling: `BB_TOKEN` at
/// `bitbucket.example.com`, `GITLAB_TOKEN` at `api.gitlab.example.com`.
#[must_use]
pub fn are_namesakes(variable: &str, host: &str) -> bool {
    /// Names of what a host or a variable is for, not of whose it is.
    const ANYBODYS: &[&str] =
        &["api", "app", "web", "www", "auth", "token", "key", "prod", "dev", "test", "staging", "my"];
    const SHARED: usize = 3;
    const TOP: usize = 2;
    let variable = variable.to_ascii_lowercase();
    let labels: Vec<&str> = host.split('.').collect();
    let own = labels.get(..labels.len().saturating_sub(TOP)).unwrap_or_default();
    let first = variable.split('_').next().unwrap_or("");
    // One is the beginning of the other: `FORGEJO_TOKEN` at `forge.example.com`.
    let alike = |label: &&str| {
        label.len().min(first.len()) >= SHARED && (label.starts_with(first) || first.starts_with(*label))
    };
    if !ANYBODYS.contains(&first) && own.iter().any(alike) {
        return true;
    }
    let name = format!("_{variable}_");
    let both = |line: &str| {
        let words = || line.split_once(" = ").map_or("", |(w, _)| w).trim_start_matches('~').split(' ');
        words().any(|w| name.contains(&format!("_{w}_"))) && words().any(|w| own.contains(&w))
    };
    SERVICES.lines().any(both)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_and_hosts() {
        for (name, host, want) in [
            ("GITHUB_TOKEN", "api.github.com", Fit::Own),
            ("GH_TOKEN", "github.com", Fit::Own),
            ("ACME_GITHUB_TOKEN", "uploads.github.com", Fit::Own),
            ("GITHUB_TOKEN", "githubb.com", Fit::Foreign),
            ("GITHUB_TOKEN", "api-github.com", Fit::Foreign),
            ("GITHUB_TOKEN", "api.github.com.example.net", Fit::Foreign),
            ("GITHUB_TOKEN", "acme.github.io", Fit::Foreign),
            ("GITHUB_ENTERPRISE_TOKEN", "git.example.com", Fit::NotKnown),
            ("GITLAB_TOKEN", "gitlab.example.com", Fit::NotKnown),
            ("GITLAB_TOKEN", "api.github.com", Fit::Foreign),
            ("SLACK_GITHUB_TOKEN", "slack.com", Fit::NotKnown),
            ("SLACK_GITHUB_TOKEN", "example.net", Fit::Foreign),
            ("TOKEN", "api.github.com", Fit::NotKnown),
            ("HF_TOKEN", "acme.hf.space", Fit::Foreign),
            ("RAILWAY_TOKEN", "acme.up.railway.app", Fit::Foreign),
            ("AZURE_TOKEN", "x.westeurope.cloudapp.azure.com", Fit::Foreign),
        ] {
            assert_eq!(fit(name, host), want, "{name} {host}");
        }
    }

    #[test]
    fn one_name_in_two_spellings() {
        for (name, host, want) in [
            ("BB_TOKEN", "bitbucket.example.com", true),
            ("QUAY_TOKEN", "quay.example.com", true),
            ("GITLAB_TOKEN", "api.gitlab.example.com", true),
            ("QUAY_TOKEN", "quarry.example.com", false),
            ("PROD_TOKEN", "production.example.com", false),
            ("API_TOKEN", "api.example.com", false),
            ("BB_TOKEN", "gitlab.example.com", false),
            ("EXAMPLE_TOKEN", "www.example.com", false),
        ] {
            assert_eq!(are_namesakes(name, host), want, "{name} {host}");
        }
    }

    #[test]
    fn every_line_is_read() {
        for line in SERVICES.lines() {
            let (words, hosts) = line.split_once(" = ").unwrap();
            assert!(
                !words.is_empty() && hosts.split(' ').all(|h| h.contains('.') && (h == "." || !h.starts_with('.'))),
                "{line}"
            );
        }
    }
}
