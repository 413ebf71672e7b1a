//! What of a prompt in another language is understood. Of English the readers know what takes a request back, puts it off or
//! makes it somebody's report; of the other languages nobody can list all that does. So the world is closed: a sentence in
//! another language counts only where each of its words is known and harmless, and what is not understood takes back all that
//! was asked for so far. What was forbidden stays forbidden. Called by `Wishes`, once for an event.

use super::gist::Stance;
use super::heard::Heard;
use super::languages::{self, Language};
use super::markers;
use super::nouns;
use super::read::{Mood, Statement};
use super::scripts;
use super::text::{self, Sentence};
use super::token::{self, Kind, Token};
use super::vocabulary::{self, Vocabulary};
use super::words::{self, Ops};

/// Takes back what was asked for up to the last turn that is not understood.
pub(super) fn settle(prompts: &[String], command: &str, statements: &mut Vec<Statement>, heard: &mut Heard) {
    let command = Named::of(command);
    forbid(prompts, &command, statements);
    let Some(last) = last_unclear(prompts, &command) else { return };
    let void = |s: &Statement| s.mood == Mood::Ask && s.turn <= last;
    // What a request takes out is forbidden by it.
    statements.retain(|s| !void(s) || !s.except.is_empty());
    for s in statements.iter_mut().filter(|s| void(s)) {
        s.mood = Mood::Forbid;
        s.object = std::mem::take(&mut s.except);
    }
    heard.wants.retain(|w| w.ask.turn > last);
    for c in heard.clauses.iter_mut().filter(|c| c.turn <= last && c.stance != Stance::Limits) {
        (c.stance, c.put_off) = (Stance::Limits, true);
    }
}

/// `main bitte noch nicht pushen`: a prohibition among what is not understood, whatever words of the command stand in it. It asks.
fn forbid(prompts: &[String], command: &Named, statements: &mut Vec<Statement>) {
    for (turn, prompt) in prompts.iter().enumerate() {
        for sentence in text::sentences(prompt) {
            let tokens = token::tokens(&sentence.text);
            if !is_foreign(&tokens, command) || understands(&sentence, &tokens, command, false) {
                continue;
            }
            let mut said = Vec::new();
            languages::read(&sentence, &tokens, &mut said);
            said.retain(|s| s.mood == Mood::Forbid);
            let known = statements.iter().any(|s| s.turn == turn && s.mood == Mood::Forbid);
            let at = statements.iter().position(|s| s.turn > turn).unwrap_or(statements.len());
            let own = said.into_iter().filter(|_| !known);
            let own: Vec<Statement> =
                own.map(|s| Statement { turn, conditional: true, words: sentence.text.clone(), ..s }).collect();
            statements.splice(at..at, own);
        }
    }
}

/// The last turn with a sentence that is not understood.
fn last_unclear(prompts: &[String], command: &Named) -> Option<usize> {
    let mut last = None;
    let mut abroad = false;
    for (turn, prompt) in prompts.iter().enumerate() {
        for sentence in text::sentences(prompt) {
            let tokens = token::tokens(&sentence.text);
            let foreign = is_foreign(&tokens, command);
            abroad |= foreign;
            // `Pod errado`: who speaks another language goes on in it, unless they say something in plain English.
            let unclear = match foreign || abroad && !speaks_english(&tokens) {
                true => {
                    !understands(&sentence, &tokens, command, false)
                        || sentence.items.iter().any(|i| is_odd(i, command))
                }
                false => sentence.items.iter().any(|i| is_foreign(&token::tokens(i), command) && is_odd(i, command)),
            };
            last = if unclear { Some(turn) } else { last };
        }
    }
    last
}

/// Some sentence is in another language than English.
pub(super) fn is_foreign_talk(prompts: &[String], command: &str) -> bool {
    let command = Named::of(command);
    let mut sentences = prompts.iter().flat_map(|p| text::sentences(p));
    sentences.any(|s| is_foreign(&token::tokens(&s.text), &command))
}

/// An item of a list is not understood.
fn is_odd(item: &str, command: &Named) -> bool {
    let own = Sentence { text: item.to_owned(), asks: item.ends_with('?'), items: Vec::new(), begins: false };
    !understands(&own, &token::tokens(item), command, true)
}

/// A verb or a small word of English.
fn speaks_english(tokens: &[Token]) -> bool {
    const SMALL: &[&str] = &[
        "the", "it", "please", "pls", "and", "of", "this", "that", "with", "for", "are", "you", "not", "don't", "yes",
        "thanks", "thx", "have", "what", "why", "which", "then", "its", "it's", "my", "our", "only",
    ];
    tokens.iter().any(|t| SMALL.contains(&t.word()) || !words::of_base(t.word()).is_empty())
}

/// The words of the command that is judged: whoever says one of them speaks of it.
pub(super) struct Named {
    words: Vec<String>,
    /// It is one simple command: each of its words means something to the program. Of what is no command nothing is known.
    single: bool,
}

impl Named {
    pub(super) fn of(command: &str) -> Self {
        let cut = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '=' | ',' | ';' | '|' | '&' | '(' | ')');
        let command = command.split(" #").next().unwrap_or("");
        let mut words: Vec<String> = command.to_lowercase().split(cut).map(str::to_owned).collect();
        let part = |c: char| matches!(c, '/' | ':' | '@');
        let parts: Vec<String> = words.iter().flat_map(|w| w.split(part)).map(str::to_owned).collect();
        words.extend(parts);
        words.retain(|w| !w.is_empty());
        // `gh`, and no other word that is so short.
        let program = words.first().cloned();
        words.retain(|w| w.len() > 2 || w.bytes().any(|b| b.is_ascii_digit()) || Some(w) == program.as_ref());
        let single =
            !command.contains(['#', ';', '|', '&', '\n', '$']) && !words.first().is_some_and(|w| w.contains('='));
        Self { words, single }
    }

    /// The command has this word.
    pub(super) fn has(&self, word: &str) -> bool {
        let whole = |w: &String| w == word || w.trim_start_matches('-') == word;
        self.words.iter().any(whole)
    }

    /// A plain word of it, and none that another language has for when, whether or by whom. The agent picks the words of a
    /// command.
    pub(super) fn has_plain(&self, word: &str) -> bool {
        const LATER: &[&str] = &[
            "tomorrow",
            "tonight",
            "later",
            "today",
            "soon",
            "if",
            "when",
            "after",
            "before",
            "until",
            "once",
            "maybe",
            "perhaps",
            "not",
            "never",
            "no",
            "or",
            "unless",
            "monday",
            "tuesday",
            "wednesday",
            "thursday",
            "friday",
            "saturday",
            "sunday",
        ];
        let named = self.single && self.has(word) || self.words.is_empty() && word.len() > 2;
        named && word.is_ascii() && !markers::has(word) && !LATER.contains(&word)
    }

    /// It stands right beside the word for a kind of thing: `namespace tienda`.
    fn is_called(&self, words: &[&str], at: usize) -> bool {
        let kind = |w: Option<&&str>| w.is_some_and(|w| is_kind(w));
        let beside = kind(at.checked_sub(1).and_then(|b| words.get(b))) || kind(words.get(at + 1));
        beside && words.get(at).is_some_and(|w| self.has(w))
    }

    /// The name of a thing, of this command or of another; no hour and no day.
    pub(super) fn is_name(&self, word: &str) -> bool {
        let number = |w: &str| w.bytes().all(|b| b.is_ascii_digit());
        let own = self.has(word) || self.words.is_empty() && number(word);
        is_marked(word) || own && word.contains(|c: char| !c.is_alphabetic())
    }
}

/// A word for things of a kind.
fn is_kind(word: &str) -> bool {
    nouns::kinds(word) != 0 || nouns::label(word).is_some() || in_list(TECHNICAL, word)
}

/// `a-2`, `web/x`, `job_7`, `4711`: made by people for things. `18h`, `18:00`, `1.12.`, `2027` are times.
fn is_marked(word: &str) -> bool {
    let digits = word.bytes().filter(u8::is_ascii_digit).count();
    let letters = word.bytes().filter(u8::is_ascii_alphabetic).count();
    if !word.is_ascii() {
        return false;
    }
    if letters == 0 {
        return digits > 3
            && digits == word.len()
            && !(digits == 4 && (word.starts_with("19") || word.starts_with("20")));
    }
    let begins = word.bytes().take_while(u8::is_ascii_digit).count();
    let unit = word.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, ':' | '.'));
    let time = begins > 0 && unit.bytes().all(|b| b.is_ascii_alphabetic() || b.is_ascii_digit()) && unit.len() < 5;
    let inner = word.trim_matches(|c: char| !c.is_ascii_alphanumeric());
    !time && (digits > 0 || inner.contains(['/', '_', '.', ':', '@']))
}

/// Some word is of another language: by its letters, or one of the small words of those that we know.
fn is_foreign(tokens: &[Token], command: &Named) -> bool {
    const ENGLISH: &[&str] = &["the", "is", "it", "please", "and", "to", "of", "this", "that", "with", "for", "are"];
    let english = tokens.iter().any(|t| ENGLISH.contains(&t.word()));
    let called = |t: &Token, at: usize| {
        let latin = t.text.chars().all(|c| !c.is_alphabetic() || c < '\u{250}');
        latin && at > 0 && english && t.text.starts_with(char::is_uppercase)
    };
    let words: Vec<&str> = tokens.iter().map(Token::word).collect();
    tokens.iter().enumerate().any(|(at, t)| {
        let word = t.word();
        if t.kind != Kind::Word || command.is_name(word) || command.has_plain(word) || command.is_called(&words, at) {
            return false;
        }
        let letters = word.chars().filter(|c| c.is_alphabetic()).count();
        let strange = word.chars().any(|c| c.is_alphabetic() && !c.is_ascii());
        !called(t, at) && (strange && (letters > 1 || scripts::is_wide(word)) || markers::has(word))
            || STEMS.iter().any(|stem| word.starts_with(stem))
    })
}

fn understands(sentence: &Sentence, tokens: &[Token], command: &Named, item: bool) -> bool {
    if tokens.iter().any(|t| t.kind == Kind::Quote) {
        return false;
    }
    if scripts::is_wide(&sentence.text) {
        return scripts::understands(sentence, command, item);
    }
    vocabulary::ALL.iter().any(|v| Reading { v, language: v.language, command, item }.understands(sentence, tokens))
}

/// A sentence held against one language.
struct Reading<'a> {
    v: &'a Vocabulary,
    language: &'static Language,
    command: &'a Named,
    /// It is an item of a list.
    item: bool,
}

impl Reading<'_> {
    fn understands(&self, sentence: &Sentence, tokens: &[Token]) -> bool {
        let clauses: Vec<&[Token]> = tokens.split(|t| t.kind == Kind::Mark).filter(|c| !c.is_empty()).collect();
        let own: Vec<&[Token]> = clauses.into_iter().filter(|c| !self.spares(c)).collect();
        let rest = self.without_phrases(&own);
        if self.is_labelled(tokens) || DONE.iter().any(|d| rest.contains(d)) {
            return false;
        }
        let rest: Vec<&str> = rest.split(' ').filter(|w| !w.is_empty()).collect();
        let foreign = rest.iter().any(|w| self.operation(w).is_some());
        let known = |(at, w): (usize, &&str)| {
            self.knows(w) || self.operation(w).is_some() || !foreign && is_english(w) || self.is_called(&rest, at)
        };
        if !rest.iter().enumerate().all(known) {
            return false;
        }
        // `a-2 bitte`: rather something else.
        let other = |t: &&Token| t.kind == Kind::Name || is_marked(t.word());
        let mut others = own.iter().flat_map(|c| c.iter()).filter(other).filter(|t| !self.command.has(&t.lower));
        let rather = !self.item && !foreign && others.next().is_some() && !self.command.words.is_empty();
        if rather && !rest.iter().any(|w| is_english(w)) && !self.asks(sentence, &own) {
            return false;
        }
        self.is_one(&rest) && (!foreign && !sentence.asks || self.asks(sentence, &own))
    }

    /// `Commit-Message: …`, `Todo: …`: what follows is the text of something.
    fn is_labelled(&self, tokens: &[Token]) -> bool {
        tokens.iter().enumerate().any(|(at, t)| {
            let begins = at == 1 || at > 1 && tokens.get(at - 2).is_some_and(|b| b.kind == Kind::Mark);
            let label = at.checked_sub(1).and_then(|b| tokens.get(b)).map_or("", Token::word);
            matches!(t.word(), ":" | "：") && begins && !in_list(self.v.known, label) && !self.command.is_name(label)
        })
    }

    /// What is not spared is read as a request, as one sentence or in one of its clauses.
    fn asks(&self, sentence: &Sentence, own: &[&[Token]]) -> bool {
        let text_of = |c: &[Token]| c.iter().map(|t| t.text.as_str()).collect::<Vec<_>>().join(" ");
        let read = |text: String| {
            let tokens = token::tokens(&text);
            let mut said = Vec::new();
            languages::read(
                &Sentence { text, asks: sentence.asks, items: Vec::new(), begins: false },
                &tokens,
                &mut said,
            );
            said.first().map(|s| s.mood)
        };
        let clauses: Vec<String> = own.iter().map(|c| text_of(c)).collect();
        if read(clauses.join(", ")) == Some(Mood::Ask) {
            return true;
        }
        let moods: Vec<Mood> = clauses.into_iter().filter_map(read).collect();
        moods.contains(&Mood::Ask) && !moods.contains(&Mood::Forbid)
    }

    /// `lass a-2 in Ruhe`, `aber nicht a-2`: something else stays, and it is not what the command is about.
    fn spares(&self, clause: &[Token]) -> bool {
        let words: Vec<&str> = clause.iter().map(Token::word).collect();
        let other = |w: &&str| is_marked(w) && !self.command.has(w);
        let mine = |w: &&str| self.command.has(w) && is_marked(w);
        let names = |t: &Token| t.kind == Kind::Name;
        words.iter().any(other)
            && !words.iter().any(mine)
            && !clause.iter().any(names)
            && words.iter().any(|w| in_list(self.v.spares, w))
            && words.iter().all(|w| self.knows(w) || in_list(self.v.spares, w) || self.is_suffixed(w))
    }

    /// `a-2'ye`: a name with an ending.
    fn is_suffixed(&self, word: &str) -> bool {
        word.split_once('\'').is_some_and(|(name, end)| self.command.is_name(name) && end.chars().count() < 5)
    }

    /// The words of these clauses, the harmless phrases taken out.
    fn without_phrases(&self, clauses: &[&[Token]]) -> String {
        let opened = |t| Token::word(t).trim_start_matches(['¿', '¡']);
        let words: Vec<&str> = clauses.iter().flat_map(|c| c.iter()).map(opened).filter(|w| !w.is_empty()).collect();
        self.language.without_phrases(&words)
    }

    /// A plain word that is the name of a thing: a word of the command, or one that is joined to a name.
    fn is_called(&self, words: &[&str], at: usize) -> bool {
        let beside = self.command.is_called(words, at);
        let plain = words.get(at).is_some_and(|w| self.command.has_plain(w));
        let joined = |and: usize, other: usize| {
            let name = words.get(other).is_some_and(|w| self.command.is_name(w));
            name && words.get(and).is_some_and(|w| in_list(AND, w))
                && words.get(at).is_some_and(|w| w.is_ascii() && w.contains('-'))
        };
        beside || plain || joined(at + 1, at + 2) || at > 1 && joined(at - 1, at - 2)
    }

    fn knows(&self, word: &str) -> bool {
        let one = |word: &str| in_list(self.v.known, word) || is_kind(word) || self.command.is_name(word);
        // `l'image`, `Kafka-Topic`
        let elided = || {
            let ends = ["l", "d", "dell", "nell", "all", "sull", "un", "quest"];
            word.split_once('\'').is_some_and(|(article, noun)| ends.contains(&article) && one(noun))
        };
        one(word) || elided() || word.contains('-') && word.split('-').all(one) || self.is_suffixed(word)
    }

    fn operation(&self, word: &str) -> Option<Ops> {
        self.language.form(word).filter(|_| !self.command.has(word) && !in_list(self.v.known, word))
    }

    /// One operation, or several that are joined: `arrête de supprimer a` is none to delete it.
    fn is_one(&self, words: &[&str]) -> bool {
        let ops: Vec<(usize, Ops)> =
            words.iter().enumerate().filter_map(|(at, w)| Some((at, self.operation(w)?))).collect();
        let joined = |from: usize, to: usize| words.iter().take(to).skip(from).any(|w| in_list(AND, w));
        ops.windows(2).all(|p| matches!(p, [(from, a), (to, b)] if a == b || joined(*from, *to)))
    }
}

/// It is over or well: of words that are harmless one by one.
const DONE: &[&str] = &[
    " ya está ",
    " está bien ",
    " está ok ",
    " já está ",
    " está bom ",
    " está ok ",
    " est ok ",
    " ist ok ",
    " ist okay ",
    " ist gut ",
    " ist da ",
    " ist weg ",
    " sind weg ",
    " weg ist ",
    " ora va bene ",
    " adesso va bene ",
    " è ok ",
    " is ok ",
    " jest ok ",
    " jest dobrze ",
    " все хорошо ",
    " всё хорошо ",
    " все ок ",
    " всё ок ",
];

/// Beginnings of verbs that no English word has.
const STEMS: &[&str] =
    &["apag", "supprim", "verwijder", "rimuov", "elimine", "elimini", "elimino", "eliminó", "borrar"];

/// What things are called in every language.
const TECHNICAL: &str = "default déploiement déploiements dienst servicio serviço servizio processus proceso processo processos \
                         procesos prozess prozesse tâche trabajo tarefa tabla tabela tabella base hôte serveur servidor nó nodo \
                         disque disques disco discos datenbank tabelle rechner server platte réplicas kontener контейнер неймспейс \
                         деплоймент dienste user usuario usuário utente utilisateur benutzer nutzer gebruiker docker podman gitlab github gha slurm kafka kubernetes k8s helm terraform redis postgres mysql nomad argo aws gcp \
                         azure origin main master staging prod dev qa test web pod pods deployment statefulset daemonset cronjob \
                         namespace secret configmap ingress service ci cd job jobs workflow run runs pipeline release tag tags branch \
                         cluster vm bucket pr prs mr topic topics repo commit commits cache snapshot snapshots stack volume volumes container \
                         image images server node nodes queue index log logs backup-job worker";

/// Words that join two requests.
const AND: &str = "und et y e en i и та ve och og";

/// A request's verb in English: `delete den Pod`.
fn is_english(word: &str) -> bool {
    matches!(word, "to" | "the" | "please" | "pls" | "thanks" | "thx" | "and" | "now")
        || !words::of_base(word).is_empty()
}

/// Whether a list of words, of beginnings (`контейнер*`) among them, has this one.
fn in_list(list: &str, word: &str) -> bool {
    list.split_ascii_whitespace().any(|l| match l.strip_suffix('*') {
        Some(stem) => word.starts_with(stem),
        None => l == word,
    })
}

#[cfg(test)]
mod tests {
    use super::{Named, last_unclear};

    fn unclear(prompt: &str) -> bool {
        let prompts: Vec<String> = prompt.split(" // ").map(str::to_owned).collect();
        last_unclear(&prompts, &Named::of("kubectl delete pod a-1 -n shop")).is_some()
    }

    #[test]
    fn what_is_asked_for_is_understood() {
        for prompt in [
            "Lösche bitte den Pod a-1",
            "Der Pod a-1 hängt: lösche ihn, danke",
            "Supprime le pod a-1, on n'en a plus besoin",
            "Hola, ¿puedes borrar el pod a-1? Gracias",
            "Apague o pod a-1, mas não a-2",
            "Elimina il pod a-1 nel namespace shop",
            "Verwijder de pod a-1. Laat a-2 met rust",
            "Usuń pod a-1, nie odpowiada",
            "Удали под a-1, он больше не нужен",
            "a-1 podunu sil lütfen",
            "请删除 pod a-1，谢谢",
            "pod a-1 を削除してください",
            "pod a-1 삭제해 줘",
            "delete pod a-1",
            "Lösche den Pod a-1 // ja, mach das",
        ] {
            assert!(!unclear(prompt), "{prompt}");
        }
    }

    #[test]
    fn what_is_not_known_takes_it_back() {
        for prompt in [
            "Lösche den Pod a-1 heute Abend",
            "Lösche den Pod a-1. Falscher Pod",
            "Lösche den Pod a-1 // danke, ist weg",
            "delete pod a-1 wenn sam zurück ist",
            "Supprime le pod a-1 à 18h",
            "Borra el pod a-1 // ya está",
            "Apague o pod a-1 um dia",
            "Elimina il pod a-1. Non ora",
            "Verwijder de pod a-1, of liever a-2",
            "Usuń pod a-1 w piątek",
            "Удали под a-1. Он восстановился",
            "a-1 podunu sil, boş ver",
            "今晚删除 pod a-1",
            "取消删除 pod a-1",
            "pod a-1 の削除を中止して",
            "샘이 돌아오면 pod a-1 삭제해 줘",
            "Poista pod a-1 jos se on rikki",
            "Töröld a-1 pod",
        ] {
            assert!(unclear(prompt), "{prompt}");
        }
    }

    #[test]
    fn the_words_of_a_command_are_no_excuse() {
        let prompts = ["Lösche den Pod a-1 gegen mittag".to_owned()];
        for command in ["kubectl delete pod a-1 # gegen mittag", "kubectl delete pod a-1; echo gegen mittag"] {
            assert!(last_unclear(&prompts, &Named::of(command)).is_some(), "{command}");
        }
    }
}
