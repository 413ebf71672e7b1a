//! The table of secrets: one row per kind, as its provider documents it. `shapes.rs` looks for the first table's prefixes,
//! `assign.rs` for the second one's names. No literal secret stands here: `samples.rs` makes one of each kind from its row.

use super::alphabet::{Check, Of};

/// One kind of secret that its beginning gives away.
pub(super) struct Shape {
    /// Its own name, for `scan` and statistics; several rows may be one kind.
    pub id: &'static str,
    /// The provider, for the placeholder.
    pub kind: &'static str,
    pub prefix: &'static [u8],
    /// The alphabet behind the prefix, and how many characters of it follow.
    pub of: Of,
    pub min: usize,
    pub max: usize,
    /// What else must hold.
    pub check: Check,
    /// The prefix stays: it is an address or a word that the judgement needs.
    pub keep: bool,
}

/// One kind of secret that only a name with its provider's gives away (`DATADOG_API_KEY=` and 32 digits).
pub(super) struct Context {
    /// Its own name and that in the placeholder.
    pub id: &'static str,
    /// What the name contains, in lower case, without separators.
    pub words: &'static [&'static str],
    pub of: Of,
    pub min: usize,
    pub max: usize,
}

/// No documented upper limit.
pub(super) const ANY: usize = usize::MAX;

macro_rules! shapes {
    ($($id:ident $kind:ident $prefix:literal $of:ident $min:literal $max:tt $check:ident $($keep:ident)?;)+) => {
        &[$(Shape {
            id: stringify!($id),
            kind: stringify!($kind),
            prefix: $prefix.as_bytes(),
            of: Of::$of,
            min: $min,
            max: $max,
            check: Check::$check,
            keep: false $(|| stringify!($keep).len() == 4)?,
        }),+]
    };
}

macro_rules! contexts {
    ($($id:ident [$($word:literal),+] $of:ident $min:literal $max:tt;)+) => {
        &[$(Context { id: stringify!($id), words: &[$($word),+], of: Of::$of, min: $min, max: $max }),+]
    };
}

/// In order of the first byte, the longer of two that begin alike first (tests say so).
pub(super) static SHAPES: &[Shape] = shapes! {
    googlerefresh google "1//0" Url 40 120 Free;
    zoho zoho "1000." Dotted 65 65 Zoho;
    onepasswordkey onepassword "A3-" Upperdash 30 36 Onepassword;
    twitterbearer twitter "AAAAAAAAAAAAAAAAAAAAA" Base64 60 ANY Mixed;
    awsaccess aws "ABIA" Upper 16 16 Free;
    awsaccess aws "ACCA" Upper 16 16 Free;
    age age "AGE-SECRET-KEY-1" Upper 58 58 Age;
    googleapi google "AIza" Url 35 35 Free;
    artifactory artifactory "AKCp" Alnum 60 100 Free;
    awsaccess aws "AKIA" Upper 16 16 Free;
    octopus octopus "API-" Upper 25 32 Digits;
    mercadopago mercadopago "APP_USR-" Url 50 90 Digits;
    googlegemini google "AQ.Ab" Url 45 ANY Mixed;
    yandexapi yandex "AQVN" Url 35 38 Free;
    awstemporary aws "ASIA" Upper 16 16 Free;
    atlassianapi atlassian "ATATT3" Base64 160 ANY Free;
    bitbucketapp bitbucket "ATBB" Alnum 32 40 Free;
    atlassianconnect atlassian "ATCTT3" Base64 160 ANY Free;
    trelloapi trello "ATTA" Alnum 60 76 Free;
    bearer bearer "Bearer " Base64 16 ANY Bearer keep;
    circlecipersonal circleci "CCIPAT_" Word 30 ANY Free;
    circleciproject circleci "CCIPRJ_" Word 30 ANY Free;
    contentful contentful "CFPAT-" Url 43 43 Free;
    clojars clojars "CLOJARS_" Hex 60 60 Free;
    square square "EAAA" Url 56 64 Free;
    facebook facebook "EAAC" Alnum 80 ANY Free;
    easypost easypost "EZAK" Alnum 54 54 Free;
    easyposttest easypost "EZTK" Alnum 54 54 Free;
    flutterwave flutterwave "FLWSECK-" Url 30 48 Free;
    flutterwavetest flutterwave "FLWSECK_TEST-" Url 30 48 Free;
    flyio flyio "FlyV1 " Base64 60 ANY Free;
    googleoauthsecret google "GOCSPX-" Url 28 28 Free;
    googlehmac google "GOOG" Upper 20 61 Digits;
    herokunew heroku "HRKU-" Url 36 ANY Digits;
    instagramgraph instagram "IGAA" Alnum 80 ANY Free;
    instagram instagram "IGQV" Alnum 80 ANY Free;
    telnyx telnyx "KEY0" Word 50 60 Free;
    pemarmour privatekey "LS0tLS1CRUdJTiBEU0EgUFJJVkFURSBLRV" Base64 40 ANY Free;
    pemarmour privatekey "LS0tLS1CRUdJTiBFQyBQUklWQVRFIEtFW" Base64 40 ANY Free;
    pemarmour privatekey "LS0tLS1CRUdJTiBFTkNSWVBURUQgUFJJVkFURSBLRVk" Base64 40 ANY Free;
    pemarmour privatekey "LS0tLS1CRUdJTiBPUEVOU1NIIFBSSVZBVEUgS0VZ" Base64 40 ANY Free;
    pemarmour privatekey "LS0tLS1CRUdJTiBQR1AgUFJJVkFURSBLRV" Base64 40 ANY Free;
    pemarmour privatekey "LS0tLS1CRUdJTiBQUklWQVRFIEtFW" Base64 40 ANY Free;
    pemarmour privatekey "LS0tLS1CRUdJTiBSU0EgUFJJVkFURSBLRV" Base64 40 ANY Free;
    alibabaaccess alibaba "LTAI" Alnum 12 24 Digits;
    privatekeyed25519 privatekey "MC4CAQAwBQYDK2VwBCIEI" Base64 40 64 Free;
    discordbot discord "MD" Dotted 55 80 Discord;
    privatekeyec privatekey "MHcCAQEEI" Base64 100 ANY Free;
    privatekeyrsa privatekey "MIIEogIBAAKCAQEA" Base64 60 ANY Free;
    privatekeyrsa privatekey "MIIEowIBAAKCAQEA" Base64 60 ANY Free;
    privatekeyrsa privatekey "MIIEpAIBAAKCAQEA" Base64 60 ANY Free;
    privatekeypkcs8 privatekey "MIIEvQIBADANBgkqhkiG9w0BAQEFAASC" Base64 60 ANY Free;
    privatekeypkcs8 privatekey "MIIEvgIBADANBgkqhkiG9w0BAQEFAASC" Base64 60 ANY Free;
    privatekeyrsa privatekey "MIIJJwIBAAKCAgEA" Base64 60 ANY Free;
    privatekeyrsa privatekey "MIIJKAIBAAKCAgEA" Base64 60 ANY Free;
    privatekeyrsa privatekey "MIIJKQIBAAKCAgEA" Base64 60 ANY Free;
    discordbot discord "MT" Dotted 55 80 Discord;
    discordbot discord "Mj" Dotted 55 80 Discord;
    discordbot discord "Mz" Dotted 55 80 Discord;
    discordbot discord "ND" Dotted 55 80 Discord;
    nightfall nightfall "NF-" Alnum 32 40 Digits;
    newrelicuser newrelic "NRAK-" Upper 27 27 Free;
    newrelicinsert newrelic "NRII-" Url 30 34 Free;
    newrelicrest newrelic "NRRA-" Hex 40 44 Free;
    discordbot discord "NT" Dotted 55 80 Discord;
    discordbot discord "Nj" Dotted 55 80 Discord;
    discordbot discord "Nz" Dotted 55 80 Discord;
    discordbot discord "OD" Dotted 55 80 Discord;
    discordbot discord "OT" Dotted 55 80 Discord;
    postmanapi postman "PMAK-" Url 59 59 Free;
    postmantoken postman "PMAT-" Upper 26 30 Free;
    riot riot "RGAPI-" Url 36 36 Uuid;
    scalewayaccess scaleway "SCW" Upper 17 17 Digits;
    sendgrid sendgrid "SG." Dotted 60 80 Free;
    twilioapi twilio "SK" Hex 32 32 Free;
    mercadopagotest mercadopago "TEST-" Url 60 90 Digits;
    voiceflow voiceflow "VF.DM." Dotted 38 60 Free;
    yandexiam yandex "YCAJE" Url 20 40 Free;
    yandexsecret yandex "YCM" Url 36 40 Free;
    yandexsecret yandex "YCN" Url 36 40 Free;
    plaiddevelopment plaid "access-development-" Url 36 36 Uuid;
    plaidproduction plaid "access-production-" Url 36 36 Uuid;
    plaidsandbox plaid "access-sandbox-" Url 36 36 Uuid;
    braintree braintree "access_token$production$" Dollar 40 60 Free;
    braintreesandbox braintree "access_token$sandbox$" Dollar 40 60 Free;
    adafruit adafruit "aio_" Alnum 28 28 Free;
    anyscale anyscale "aph0_" Url 30 ANY Digits;
    launchdarklyapi launchdarkly "api-" Url 36 36 Uuid;
    huggingfaceorg huggingface "api_org_" Alnum 34 40 Free;
    apify apify "apify_api_" Alnum 34 40 Free;
    terraformcloud terraform "atlasv1." Url 60 ANY Free;
    opensshbody privatekey "b3BlbnNzaC1rZXktdjE" Base64 60 ANY Free;
    bearer bearer "bearer " Base64 16 ANY Bearer keep;
    buildkitecluster buildkite "bkct_" Alnum 30 90 Free;
    buildkitepackage buildkite "bkpt_" Hex 40 60 Free;
    buildkiteuser buildkite "bkua_" Hex 40 40 Free;
    cloudflareaccount cloudflare "cfat_" Alnum 40 80 Free;
    cloudflareglobal cloudflare "cfk_" Alnum 40 80 Free;
    confluentcloud confluent "cflt" Base64 60 64 Mixed;
    cloudflareuser cloudflare "cfut_" Alnum 40 80 Free;
    googlechatwebhook webhook "chat.googleapis.com/v1/spaces/" Query 60 ANY Digits keep;
    cratesio cratesio "cio" Alnum 32 32 Mixed;
    jfrogreference artifactory "cmVmdGtu" Alnum 50 80 Free;
    cerebras cerebras "csk-" Alnum 40 64 Digits;
    checkly checkly "cu_" Hex 32 32 Free;
    intercom intercom "dG9r" Base64 56 64 Mixed;
    databricks databricks "dapi" Hex 32 34 Free;
    dockeroauth docker "dckr_oat_" Url 20 ANY Free;
    dockerpersonal docker "dckr_pat_" Url 20 ANY Free;
    denodeploy deno "ddp_" Alnum 34 40 Free;
    depot depot "depot_project_" Url 40 ANY Free;
    discordwebhook discord "discord.com/api/webhooks/" Base64 40 ANY Free keep;
    discordwebhook discord "discordapp.com/api/webhooks/" Base64 40 ANY Free keep;
    databricksdelegated databricks "dkea" Hex 32 34 Free;
    defined defined "dnkey-" Url 50 ANY Digits;
    digitaloceanoauth digitalocean "doo_v1_" Hex 64 64 Free;
    digitaloceanpersonal digitalocean "dop_v1_" Hex 64 64 Free;
    digitaloceanrefresh digitalocean "dor_v1_" Hex 64 64 Free;
    doppleraudit doppler "dp.audit." Alnum 40 44 Free;
    dopplercli doppler "dp.ct." Alnum 40 44 Free;
    dopplerpersonal doppler "dp.pt." Alnum 40 44 Free;
    doppleraccount doppler "dp.sa." Alnum 40 44 Free;
    dopplerscim doppler "dp.scim." Alnum 40 44 Free;
    dopplerservice doppler "dp.st." Dotted 40 80 Free;
    dynatraceapi dynatrace "dt0c01." Dotted 80 96 Free;
    dynatraceoauth dynatrace "dt0s02." Dotted 70 96 Free;
    dynatraceplatform dynatrace "dt0s16." Dotted 70 96 Free;
    daytona daytona "dtn_" Hex 64 64 Free;
    duffellive duffel "duffel_live_" Url 43 43 Free;
    duffeltest duffel "duffel_test_" Url 43 43 Free;
    eb2 e2b "e2b_" Hex 40 40 Free;
    anyscalelegacy anyscale "esecret_" Alnum 20 40 Free;
    elasticcloud elastic "essu_" Base64 40 ANY Free;
    kibanagrafanalegacy grafana "eyJrIjoi" Base64 60 ANY Free;
    jwt jwt "eyJ" Jwt 8 ANY Free;
    firecrawl firecrawl "fc-" Hex 32 32 Free;
    figma figma "figd_" Url 30 ANY Free;
    frameio frameio "fio-u-" Url 60 70 Free;
    flyiomacaroon flyio "fm1a_" Base64 80 ANY Free;
    flyiomacaroon flyio "fm1r_" Base64 80 ANY Free;
    flyiomacaroon flyio "fm2_" Base64 80 ANY Free;
    flyiopersonal flyio "fo1_" Url 43 43 Free;
    fireworks fireworks "fw_" Alnum 22 40 Mixed;
    githuboauth github "gho_" Alnum 36 255 Crc;
    githubpersonal github "ghp_" Alnum 36 255 Crc;
    githubrefresh github "ghr_" Alnum 36 255 Crc;
    githubserver github "ghs_" Alnum 36 255 Crc;
    githubuser github "ghu_" Alnum 36 255 Crc;
    githubfinegrained github "github_pat_" Word 60 255 Free;
    gitlabagent gitlab "glagent-" Url 50 ANY Free;
    grafanacloud grafana "glc_" Base64 32 ANY Free;
    gitlabjob gitlab "glcbt-" Url 20 ANY Free;
    gitlabdeploy gitlab "gldt-" Url 20 ANY Free;
    gitlabflags gitlab "glffct-" Url 20 ANY Free;
    gitlabfeed gitlab "glft-" Url 20 ANY Free;
    gitlabmail gitlab "glimt-" Url 20 ANY Free;
    gitlabapp gitlab "gloas-" Hex 64 64 Free;
    gitlabpersonal gitlab "glpat-" Dotted 20 ANY Free;
    gitlabtrigger gitlab "glptt-" Hex 40 40 Free;
    gitlabrunner gitlab "glrt-" Dotted 20 ANY Free;
    gitlabrunnerregistration gitlab "glrtr-" Dotted 20 ANY Free;
    grafanaservice grafana "glsa_" Word 41 41 Free;
    gitlabscim gitlab "glsoat-" Url 20 ANY Free;
    groq groq "gsk_" Alnum 48 60 Free;
    hawkstack stackhawk "hawk." Dotted 30 ANY Mixed;
    honeycombingest honeycomb "hcaik_" Alnum 50 70 Free;
    honeycombmanagement honeycomb "hcamk_" Alnum 50 70 Free;
    huggingface huggingface "hf_" Alnum 34 40 Free;
    makewebhook webhook "hook.eu1.make.com/" Alnum 30 40 Free keep;
    makewebhook webhook "hook.eu2.make.com/" Alnum 30 40 Free keep;
    makewebhook webhook "hook.us1.make.com/" Alnum 30 40 Free keep;
    slackwebhook slack "hooks.slack.com/services/" Base64 30 ANY Free keep;
    slacktrigger slack "hooks.slack.com/triggers/" Base64 40 ANY Free keep;
    slackworkflow slack "hooks.slack.com/workflows/" Base64 40 ANY Free keep;
    zapierwebhook webhook "hooks.zapier.com/hooks/catch/" Base64 12 ANY Digits keep;
    vaultbatch vault "hvb." Url 90 ANY Free;
    vaultrecovery vault "hvr." Url 24 ANY Free;
    vaultservice vault "hvs." Url 24 ANY Free;
    infracost infracost "ico-" Alnum 32 32 Digits;
    jina jina "jina_" Alnum 55 80 Free;
    mailgun mailgun "key-" Hex 32 32 Free;
    linearapi linear "lin_api_" Alnum 40 40 Free;
    linearoauth linear "lin_oauth_" Alnum 40 70 Free;
    gocardless gocardless "live_" Url 40 46 Mixed;
    llamacloud llamaindex "llx-" Alnum 40 60 Free;
    langsmithpersonal langsmith "lsv2_pt_" Word 40 48 Free;
    langsmithservice langsmith "lsv2_sk_" Word 40 48 Free;
    mem0 mem0 "m0-" Alnum 38 44 Digits;
    iftttwebhook webhook "maker.ifttt.com/trigger/" Base64 30 ANY Digits keep;
    mongodbatlas mongodb "mdb_sa_sk_" Url 36 60 Free;
    mailersend mailersend "mlsn." Hex 64 64 Free;
    neon neon "napi_" Alnum 60 72 Free;
    netlifycli netlify "nfc_" Alnum 36 40 Free;
    netlifyoauth netlify "nfo_" Alnum 36 40 Free;
    netlifypersonal netlify "nfp_" Alnum 36 40 Free;
    npm npm "npm_" Alnum 36 36 Crc;
    notionnew notion "ntn_" Alnum 40 60 Free;
    nvidia nvidia "nvapi-" Url 60 80 Free;
    dingtalkwebhook webhook "oapi.dingtalk.com/robot/send?access_token=" Hex 60 68 Free keep;
    feishuwebhook webhook "open.feishu.cn/open-apis/bot/v2/hook/" Url 36 36 Free keep;
    larkwebhook webhook "open.larksuite.com/open-apis/bot/v2/hook/" Url 36 36 Free keep;
    onepasswordservice onepassword "ops_eyJ" Base64 200 ANY Free;
    onesignal onesignal "os_v2_app_" Alnum 90 120 Free;
    nuget nuget "oy2" Alnum 43 43 Digits;
    voyage voyage "pa-" Url 43 43 Mixed;
    hubspoteu hubspot "pat-eu1-" Url 36 36 Uuid;
    hubspotus hubspot "pat-na1-" Url 36 36 Uuid;
    hubspotus hubspot "pat-na2-" Url 36 36 Uuid;
    harnesspersonal harness "pat." Dotted 60 90 Mixed;
    airtable airtable "pat" Dotted 79 79 Airtable;
    pinecone pinecone "pcsk_" Word 60 80 Free;
    paddlelive paddle "pdl_live_apikey_" Word 40 70 Free;
    paddlesandbox paddle "pdl_sdbx_apikey_" Word 40 70 Free;
    posthogflags posthog "phs_" Alnum 40 50 Free;
    posthogpersonal posthog "phx_" Alnum 40 50 Free;
    klaviyo klaviyo "pk_" Hex 34 34 Free;
    prefectbot prefect "pnb_" Alnum 36 36 Free;
    prefectuser prefect "pnu_" Alnum 36 36 Free;
    polarorganization polar "polar_oat_" Alnum 40 60 Free;
    polarpersonal polar "polar_pat_" Alnum 40 60 Free;
    perplexity perplexity "pplx-" Alnum 40 56 Free;
    planetscaleoauth planetscale "pscale_oauth_" Dotted 32 64 Free;
    planetscalepassword planetscale "pscale_pw_" Dotted 32 64 Free;
    planetscaletoken planetscale "pscale_tkn_" Dotted 32 64 Free;
    pulumi pulumi "pul-" Hex 40 40 Free;
    pypi pypi "pypi-" Url 85 ANY Free;
    wecomwebhook webhook "qyapi.weixin.qq.com/cgi-bin/webhook/send?key=" Url 36 36 Free keep;
    replicate replicate "r8_" Alnum 37 37 Free;
    readme readme "rdme_" Alnum 60 80 Free;
    resend resend "re_" Word 30 40 Mixed;
    stripereslive stripe "rk_live_" Alnum 16 ANY Free;
    striperestest stripe "rk_test_" Alnum 16 ANY Free;
    render render "rnd_" Alnum 28 40 Mixed;
    rootly rootly "rootly_" Hex 64 64 Free;
    runpod runpod "rpa_" Alnum 40 60 Free;
    rubygems rubygems "rubygems_" Hex 48 48 Free;
    razorpaylive razorpay "rzp_live_" Alnum 14 24 Free;
    razorpaytest razorpay "rzp_test_" Alnum 14 24 Free;
    intra42affected intra42 "s-s4t2af-" Hex 64 64 Free;
    intra42 intra42 "s-s4t2ud-" Hex 64 64 Free;
    vaultlegacy vault "s." Alnum 24 24 Mixed3;
    samsara samsara "samsara_api_" Alnum 25 40 Free;
    harnessservice harness "sat." Dotted 60 90 Mixed;
    supabasesecret supabase "sb_secret_" Url 28 44 Free;
    supabaseoauth supabase "sbp_oauth_" Hex 40 40 Free;
    supabasepersonal supabase "sbp_" Hex 40 40 Free;
    launchdarklysdk launchdarkly "sdk-" Url 36 36 Uuid;
    pubnubsecret pubnub "sec-c-" Base64 46 60 Free;
    stytchlive stytch "secret-live-" Base64 34 40 Free;
    stytchtest stytch "secret-test-" Base64 34 40 Free;
    statsig statsig "secret-" Alnum 40 50 Free;
    notion notion "secret_" Alnum 43 43 Free;
    sourcegraph sourcegraph "sgp_" Word 40 60 Free;
    openshift openshift "sha256~" Url 43 43 Free;
    shippolive shippo "shippo_live_" Hex 40 40 Free;
    shippotest shippo "shippo_test_" Hex 40 40 Free;
    shopifyaccess shopify "shpat_" Alnum 32 32 Free;
    shopifycustom shopify "shpca_" Alnum 32 32 Free;
    shopifyprivate shopify "shppa_" Alnum 32 32 Free;
    shopifyshared shopify "shpss_" Alnum 32 32 Free;
    shopifypartner shopify "shptka_" Alnum 30 34 Free;
    shopifyuser shopify "shpua_" Alnum 32 32 Free;
    openaiadmin openai "sk-admin-" Url 20 ANY Free;
    anthropicadmin anthropic "sk-ant-admin01-" Url 80 ANY Free;
    anthropicapi anthropic "sk-ant-api03-" Url 80 ANY Free;
    anthropicoauth anthropic "sk-ant-oat01-" Url 80 ANY Free;
    anthropicrefresh anthropic "sk-ant-ort01-" Url 80 ANY Free;
    anthropicsession anthropic "sk-ant-sid01-" Url 80 ANY Free;
    anthropic anthropic "sk-ant-" Url 32 ANY Free;
    helicone helicone "sk-helicone-" Url 20 ANY Free;
    langfuse langfuse "sk-lf-" Url 36 36 Uuid;
    live live "sk-live-" Alnum 12 ANY Free;
    openrouter openrouter "sk-or-v1-" Hex 64 64 Free;
    openaiproject openai "sk-proj-" Url 20 ANY Free;
    openaiservice openai "sk-svcacct-" Url 20 ANY Free;
    test test "sk-test-" Alnum 12 ANY Free;
    windsurf windsurf "sk-ws-" Url 30 ANY Free;
    openai openai "sk-" Url 32 ANY Free;
    mapbox mapbox "sk.eyJ" Dotted 60 ANY Free;
    stripelive stripe "sk_live_" Alnum 16 ANY Free;
    stripeorganization stripe "sk_org_" Word 30 ANY Free;
    stripetest stripe "sk_test_" Alnum 16 ANY Free;
    elevenlabs elevenlabs "sk_" Hex 48 48 Free;
    socketdev socket "sktsec_" Word 40 80 Free;
    dropboxshort dropbox "sl." Url 120 ANY Free;
    sourcegraphlicense sourcegraph "slk_" Hex 64 64 Free;
    settlemint settlemint "sm_aat_" Alnum 16 16 Free;
    settlemintpersonal settlemint "sm_pat_" Alnum 16 16 Free;
    sentryapp sentry "sntrya_" Hex 64 64 Free;
    sentryorganization sentry "sntrys_" Base64 60 ANY Free;
    sentryuser sentry "sntryu_" Hex 64 64 Free;
    squareaccess square "sq0atp-" Url 22 22 Free;
    squaresecret square "sq0csp-" Url 43 43 Free;
    sonarglobal sonar "sqa_" Hex 40 40 Free;
    sonarproject sonar "sqp_" Hex 40 40 Free;
    sonaruser sonar "squ_" Hex 40 40 Free;
    typeform typeform "tfp_" Url 40 64 Free;
    together together "tgp_v1_" Url 40 48 Free;
    scalingo scalingo "tk-us-" Url 48 48 Free;
    triggerdevelopment trigger "tr_dev_" Alnum 20 24 Free;
    triggerproduction trigger "tr_prod_" Alnum 20 24 Free;
    tailscaleapi tailscale "tskey-api-" Url 20 ANY Free;
    tailscaleauth tailscale "tskey-auth-" Url 20 ANY Free;
    tailscaleclient tailscale "tskey-client-" Url 20 ANY Free;
    tailscale tailscale "tskey-" Url 20 ANY Free;
    tavily tavily "tvly-" Url 32 64 Free;
    unkey unkey "unkey_" Alnum 20 40 Free;
    cloudflareorigin cloudflare "v1.0-" Url 165 180 Free;
    vercelapp vercel "vca_" Alnum 40 64 Free;
    vercelintegration vercel "vci_" Alnum 40 64 Free;
    vercelcreate vercel "vck_" Alnum 56 64 Free;
    vercelpersonal vercel "vcp_" Alnum 40 64 Free;
    vercelrefresh vercel "vcr_" Alnum 40 64 Free;
    vercelblob vercel "vercel_blob_rw_" Word 40 64 Free;
    valtown valtown "vtwn_" Alnum 27 34 Free;
    wakatime wakatime "waka_" Url 36 36 Uuid;
    wandb wandb "wandb_v1_" Word 60 100 Free;
    teamswebhook webhook "webhook.office.com/webhookb2/" Query 60 ANY Digits keep;
    stripewebhook stripe "whsec_" Base64 32 ANY Free;
    xai xai "xai-" Alnum 64 100 Free;
    slackapp slack "xapp-" Url 40 ANY Free;
    brevoapi brevo "xkeysib-" Url 70 90 Free;
    slacklegacy slack "xoxa-" Url 20 ANY Free;
    slackbot slack "xoxb-" Url 20 ANY Free;
    slackcookie slack "xoxd-" Query 60 ANY Free;
    slackrefresh slack "xoxe-" Url 40 ANY Free;
    slackrotated slack "xoxe.xox" Dotted 40 ANY Free;
    slackuser slack "xoxp-" Url 20 ANY Free;
    slackrefreshold slack "xoxr-" Url 20 ANY Free;
    slacksession slack "xoxs-" Url 20 ANY Free;
    bip32 crypto "xprv" Alnum 105 110 Free;
    brevosmtp brevo "xsmtpsib-" Url 70 90 Free;
    slackworkflowtoken slack "xwfp-" Url 40 ANY Free;
    yandexoauth yandex "y0_" Url 50 62 Free;
    googleaccess google "ya29." Url 30 ANY Free;
    zuplo zuplo "zpka_" Word 36 60 Free;
};

/// Asked only for values whose name says that they are secrets.
pub(super) static CONTEXTS: &[Context] = contexts! {
    datadog ["datadog", "ddapi", "ddapp"] Hex 32 40;
    cloudflare ["cloudflare", "cfapi", "cftoken"] Url 37 40;
    awssecret ["awssecret", "secretaccesskey", "awskey"] Base64 40 40;
    twilio ["twilio"] Hex 32 32;
    heroku ["heroku"] Hexdash 36 36;
    mailchimp ["mailchimp"] Url 36 37;
    algolia ["algolia"] Hex 32 32;
    okta ["okta"] Url 42 42;
    pagerduty ["pagerduty"] Url 18 32;
    azureclient ["azureclient", "armclient", "azuread"] Azure 34 44;
    azurestorage ["accountkey"] Base64 86 90;
    azuredevops ["azuredevops", "azdo", "vsts"] Alnum 52 90;
    cosmosdb ["cosmos"] Base64 86 90;
    servicebus ["sharedaccesskey", "servicebus", "eventhub"] Base64 43 44;
    fastly ["fastly"] Url 32 32;
    hetzner ["hetzner", "hcloud"] Alnum 64 64;
    linode ["linode"] Hex 64 64;
    vultr ["vultr"] Upper 36 36;
    scaleway ["scaleway", "scwsecret"] Hexdash 36 36;
    ovh ["ovh"] Alnum 16 32;
    travis ["travis"] Url 20 24;
    codecov ["codecov"] Hexdash 36 36;
    coveralls ["coveralls"] Alnum 30 40;
    snyk ["snyk"] Hexdash 36 36;
    sonarqube ["sonar"] Hex 40 40;
    rollbar ["rollbar"] Hex 32 32;
    bugsnag ["bugsnag"] Hex 32 32;
    honeybadger ["honeybadger"] Url 24 44;
    airbrake ["airbrake"] Hex 32 32;
    opsgenie ["opsgenie"] Hexdash 36 36;
    zendesk ["zendesk"] Alnum 40 40;
    freshdesk ["freshdesk"] Alnum 18 22;
    asana ["asana"] Hex 32 32;
    jira ["jira", "atlassian", "confluence"] Url 20 200;
    bitbucket ["bitbucket"] Url 20 64;
    bitly ["bitly"] Hex 40 40;
    box ["boxclient", "boxapi"] Alnum 32 32;
    twitch ["twitch"] Alnum 30 30;
    twitter ["twitter"] Alnum 40 60;
    facebook ["facebook", "fbapp"] Hex 32 32;
    linkedin ["linkedin"] Alnum 16 20;
    spotify ["spotify"] Hex 32 32;
    lastfm ["lastfm"] Hex 32 32;
    steam ["steam"] Hex 32 32;
    mistral ["mistral"] Alnum 32 32;
    cohere ["cohere"] Alnum 40 40;
    deepgram ["deepgram"] Hex 40 40;
    assemblyai ["assemblyai"] Hex 32 32;
    stabilityai ["stability"] Url 40 60;
    weaviate ["weaviate"] Url 36 60;
    kraken ["kraken"] Base64 86 90;
    binance ["binance"] Alnum 64 64;
    coinbase ["coinbase"] Base64 32 90;
    kucoin ["kucoin"] Hexdash 36 36;
    infura ["infura"] Hex 32 32;
    alchemy ["alchemy"] Url 32 34;
    etherscan ["etherscan"] Upper 34 34;
    finnhub ["finnhub"] Alnum 20 40;
    alphavantage ["alphavantage"] Upper 16 16;
    openweather ["openweather"] Hex 32 32;
    mapquest ["mapquest"] Alnum 32 32;
    tomtom ["tomtom"] Alnum 32 32;
    ngrok ["ngrok"] Url 43 50;
    gitea ["gitea", "forgejo", "codeberg"] Hex 40 40;
    drone ["drone"] Alnum 32 32;
    jenkins ["jenkins"] Hex 32 34;
    consul ["consul"] Hexdash 36 36;
    nomad ["nomad"] Hexdash 36 36;
    segment ["segment", "writekey"] Alnum 32 32;
    mixpanel ["mixpanel"] Hex 32 32;
    amplitude ["amplitude"] Hex 32 32;
    braze ["braze"] Hexdash 36 36;
    mandrill ["mandrill"] Url 22 24;
    postmark ["postmark"] Hexdash 36 36;
    sparkpost ["sparkpost"] Hex 40 40;
    mailjet ["mailjet"] Hex 32 32;
    sendbird ["sendbird"] Hex 40 40;
    pusher ["pusher"] Hex 20 20;
    ably ["ably"] Url 20 80;
    plaid ["plaid"] Hex 30 30;
    paypal ["paypal"] Url 60 90;
    wise ["wise"] Hexdash 36 36;
    aliyun ["aliyun", "alibaba"] Alnum 30 30;
    tencent ["tencent", "qcloud"] Alnum 32 32;
    wechat ["wechat", "weixin"] Hex 32 32;
    line ["linechannel", "linebot"] Base64 140 190;
    mattermost ["mattermost"] Alnum 26 26;
    shodan ["shodan"] Alnum 32 32;
    virustotal ["virustotal"] Hex 64 64;
    censys ["censys"] Alnum 24 40;
    unsplash ["unsplash"] Url 43 43;
    tmdb ["tmdb"] Hex 32 32;
    giphy ["giphy"] Alnum 32 32;
    rapidapi ["rapidapi"] Alnum 50 50;
    newsapi ["newsapi"] Hex 32 32;
    netlifyold ["netlify"] Url 43 45;
    vercelold ["vercel"] Alnum 24 24;
    railway ["railway"] Hexdash 36 36;
    upstash ["upstash"] Base64 36 120;
    tursodb ["turso"] Dotted 60 ANY;
    launchdarkly ["launchdarkly"] Hexdash 36 40;
};

/// The kinds that places and names give, beside the two tables.
pub(super) static PLACES: &[&str] = &[
    "password",
    "token",
    "key",
    "authorization",
    "basicauth",
    "privatekey",
    "urlpassword",
    "urltoken",
    "netrc",
    "pgpass",
    "signature",
    "mnemonic",
    "telegram",
    "jwk",
    "userpassword",
    "traced",
];

/// For each byte, where in the table its shapes begin and end.
#[expect(clippy::indexing_slicing, reason = "computed by the compiler, which refuses an index out of bounds")]
pub(super) static INDEX: [(u16, u16); 256] = {
    let mut index = [(0, 0); 256];
    let mut at = 0;
    while at < SHAPES.len() {
        let first = SHAPES[at].prefix[0] as usize;
        if index[first].1 == 0 {
            index[first].0 = at as u16;
        }
        index[first].1 = at as u16 + 1;
        at += 1;
    }
    index
};

/// For each first byte the second ones that any of its rows has, as a set of their low six bits: dismisses nearly all
/// words with one look.
#[expect(clippy::indexing_slicing, reason = "computed by the compiler, which refuses an index out of bounds")]
pub(super) static SECOND: [u64; 256] = {
    let mut second = [0; 256];
    let mut at = 0;
    while at < SHAPES.len() {
        let prefix = SHAPES[at].prefix;
        second[prefix[0] as usize] |= 1u64 << (prefix[1] & 63);
        at += 1;
    }
    second
};

/// So many bits tell the first three bytes of the rows from most other words'.
const THIRDS: usize = 1 << 13;

/// For the first three bytes of each row a bit, and for each row of two bytes all that may follow.
#[expect(clippy::indexing_slicing, reason = "computed by the compiler, which refuses an index out of bounds")]
static THIRD: [u64; THIRDS / 64] = {
    let mut third = [0; THIRDS / 64];
    let mut at = 0;
    while at < SHAPES.len() {
        let prefix = SHAPES[at].prefix;
        let mut next = 0;
        while next < 256 {
            if prefix.len() < 3 || prefix[2] as usize == next {
                let bit = third_bit([prefix[0], prefix[1], next as u8]);
                third[bit / 64] |= 1 << (bit % 64);
            }
            next += 1;
        }
        at += 1;
    }
    third
};

const fn third_bit(bytes: [u8; 3]) -> usize {
    let [a, b, c] = bytes;
    (a as usize ^ (b as usize) << 3 ^ (c as usize) << 6) % THIRDS
}

/// Whether a row may begin with these bytes.
pub(super) fn may_begin(bytes: [u8; 3]) -> bool {
    let bit = third_bit(bytes);
    THIRD.get(bit / 64).is_some_and(|bits| bits >> (bit % 64) & 1 == 1)
}

/// The names of all kinds that are told apart, sorted.
#[must_use]
pub fn kinds() -> Vec<&'static str> {
    let shapes = SHAPES.iter().map(|s| s.id);
    let mut all: Vec<&str> = shapes.chain(CONTEXTS.iter().map(|c| c.id)).chain(PLACES.iter().copied()).collect();
    all.sort_unstable();
    all.dedup();
    all
}

#[cfg(test)]
mod tests {
    use automode_model::secret;

    use super::*;

    #[test]
    fn the_table_is_grouped_by_first_byte() {
        assert!(SHAPES.iter().map(|s| s.prefix[0]).is_sorted());
        assert!(SHAPES.len() < usize::from(u16::MAX));
    }

    #[test]
    fn kinds_fit_a_placeholder() {
        let longest = secret::MAX_KIND_BYTES - secret::STAND_IN.len() - secret::TRACED.len();
        let all = SHAPES.iter().map(|s| s.kind).chain(CONTEXTS.iter().map(|c| c.id)).chain(PLACES.iter().copied());
        for kind in all {
            assert!(
                kind.len() <= longest && kind.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()),
                "{kind}"
            );
        }
    }

    #[test]
    fn a_longer_prefix_comes_before_its_beginning() {
        for (at, shape) in SHAPES.iter().enumerate() {
            assert!(
                !SHAPES[..at].iter().any(|s| shape.prefix.starts_with(s.prefix) && shape.prefix != s.prefix),
                "{}",
                shape.id
            );
            assert!(shape.prefix.len() >= 2 && shape.min <= shape.max);
        }
    }

    #[test]
    fn there_are_some_hundred_kinds() {
        assert!(kinds().len() >= 400, "{}", kinds().len());
    }
}
