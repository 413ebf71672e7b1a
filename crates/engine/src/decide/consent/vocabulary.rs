//! The harmless words of languages with blanks between their words: courtesy, small words beside a thing, how a thing is, and
//! what says that it is not needed. No word of time to come, of doubt, of a condition, of somebody else, no `or` and no `not`:
//! these stand in phrases only, where they mean no such thing. Data only, for `understood`.

use super::languages::{DUTCH, FRENCH, GERMAN, ITALIAN, Language, PORTUGUESE, SPANISH};
use super::tongues::{POLISH, RUSSIAN, SCANDINAVIAN, TURKISH, UKRAINIAN};

/// What is known of a language.
pub(super) struct Vocabulary {
    /// Its forms of requests.
    pub(super) language: &'static Language,
    /// Words that may stand anywhere; `x*` is a beginning.
    pub(super) known: &'static str,
    /// Words that may stand where something else is left alone.
    pub(super) spares: &'static str,
}

/// Each of them.
pub(super) const ALL: &[Vocabulary] = &[
    Vocabulary {
        language: &GERMAN,
        known: "bitte danke dankeschön vielen dank hallo hi hey moin servus guten tag ok okay ja gut dann jetzt sofort direkt einfach \
                mal mir uns das die der den dem des ein eine einen einer eines ihn sie es er ihm ihr diese dieser diesen dieses und auf \
                in im ins vom von für aus mit zum zur am dazu lokal lokale lokalen remote entfernten du kannst könntest würdest \
                darfst musst sollst hängt hängen hängenden hängende kaputt defekt klemmt alte alten alter altes leer \
                wegen überflüssig veraltet unnötig ist sind weil denn da los mach mache gemerged gemergt komplett ganz ganzen \
                vollständig alle beide beiden tests an ab aus weg neu wirf schmeiß räum rolle projekt service-account schalte halte fahre paket herunter pass passe test topic dienst pods branch branches branchs nutzer benutzer \
                benutzers prozess prozesse prozessen rechner server platte schnell eben hier nun also vorhanden abgestürzt gecrasht",
        spares: "lass lasse lasst in ruhe aber nicht bleibt bleiben soll muss müssen behalte behalten anfassen fass unangetastet stehen wie",
    },
    Vocabulary {
        language: &FRENCH,
        known: "merci beaucoup stp svp bonjour salut coucou ok oui maintenant alors donc et puis le la les l' un une des du de ce cet \
                cette ces il elle ils elles lui est sont sur dans en pour avec à paquet moi nous tu peux pouvez vous pourrais pourriez peux-tu \
                pourrais-tu pouvez-vous pourriez-vous dois vas-y fais-le immédiatement directement simplement juste bloqué bloquée \
                bloqués bloquées planté plantée cassé cassée obsolète inutile inutiles vide vieux vieille vieilles ancien ancienne \
                anciens anciennes local locale locales distant distante distantes complètement entièrement tout tous toutes deux car \
                veuillez puisque fusionnée fusionné déjà-fusionnée zone cache déploiement déploiements disque disques image images volume \
                processus tâche tâches hôte serveur  \
                ",
        spares: "laisse laissez tranquille tranquilles mais pas ne touche touchez à n'y reste restent garde gardez surtout",
    },
    Vocabulary {
        language: &SPANISH,
        known: "por favor gracias muchas hola ok sí vale bien ahora ya mismo y el la los las un una unos \
                unas lo le les del de al este esta estos estas ese esa en con para que está están es son puedes puede podrías podría \
                tienes inmediatamente directamente simplemente colgado colgada colgados colgadas bloqueado bloqueada roto rota rotos \
                rotas viejo vieja viejos viejas antiguo antigua obsoleto obsoleta paquete local locales remoto remota remotos \
                todo toda todos todas ambos porque pues hazlo bórralo bórrala bórralos bórralas elimínalo elimínala quítalo quítala \
                deténlo reinícialo reiníciala me completo completa entero entera proceso procesos trabajo imagen imágenes volumen \
                servicio despliegue nodo servidor disco tabla slurm",
        spares: "deja dejes en paz pero no toques toca a queda quedan quedarse sigue siguen seguir tiene tienen que conserva",
    },
    Vocabulary {
        language: &PORTUGUESE,
        known: "por favor pacote imagens obrigado obrigada muito oi olá ok sim certo agora já mesmo e o a os as um uma do da dos das de \
                no na nos nas em them com para este esta esse essa isso está estão é são você pode podes poderia deve imediatamente \
                diretamente simplesmente travado travada travados quebrado quebrada velho velha antigo antiga obsoleto obsoleta vazio \
                imagens local locais remoto remota todo toda todos todas ambos porque pois faça isto ele ela  \
                mim completo inteiro processo tarefa imagem volume serviço nó servidor disco \
                tabela",
        spares: "deixe deixa em paz mas não toque mexa fica ficam mantenha continua",
    },
    Vocabulary {
        language: &ITALIAN,
        known: "per favore grazie mille ciao salve buongiorno ok sì va bene ora adesso subito e il lo la i gli le l' un una uno del della \
                dei di al in nel nella nello con su sul questo questa questi queste quel quella è sono puoi può potresti potrebbe devi \
                direttamente semplicemente bloccato bloccata bloccati rotto rotta vecchio vecchia vecchi obsoleto obsoleta vuoto vuota \
                locale locali remoto remota tutto tutti tutte entrambi perché fallo eliminalo eliminala eliminali cancellalo cancellala \
                rimuovilo rimuovila fermalo riavvialo pure mi completamente processo processi lavoro immagine volume servizio nodo server \
                disco tabella",
        spares: "lascia lasciare stare in pace ma non toccare tocca rimane resta restano tieni",
    },
    Vocabulary {
        language: &DUTCH,
        known: "alsjeblieft alstublieft aub graag bedankt dank je u wel hoi hallo dag ok oké ja goed nu meteen direct gewoon de het een \
                en op in van voor uit met die dat deze dit hem haar ze is zijn kun kan kunt zou willen wil mag hangt hangen kapot stuk \
                vastgelopen oude oud leeg lege overbodig verouderd lokaal lokale remote alle beide helemaal even mij me omdat want \
                hij het doe proces processen taak schijf dienst knooppunt tabel",
        spares: "laat met rust maar niet blijft blijven raak aan staan",
    },
    Vocabulary {
        language: &RUSSIAN,
        known: "пожалуйста спасибо большое привет здравствуйте добрый день ок окей да хорошо ладно теперь тогда сейчас немедленно сразу \
                просто он она оно они и в во на из с со от для к этот эту это эти его её ее их мне нам давай давайте сделай можешь можете нужно надо прошу \
                завис зависла зависли висит сломан сломана сломался старый старую старые пустой пустую ненужный ненужную локально \
                локальный локальную удалённую удаленную удалённый все оба обе под пода поды ветку ветка ветки контейнер* файл* папку \
                каталог* таблиц* баз* данных образ* том тома задач* деплоймент* неймспейс* кластер* нод* сервер* процесс* диск* сервис* \
                тег* очеред*",
        spares: "оставь оставьте в покое но а не трогай трогайте остаётся остается",
    },
    Vocabulary {
        language: &UKRAINIAN,
        known: "будь ласка дякую привіт так ок добре тепер зараз негайно і та в у на з для цей цю це ці його її їх мені можеш можете треба \
                потрібно завис зависла зламаний зламана старий стару старі порожній локально под гілку гілка файл* контейнер* таблиц* \
                баз* даних образ* том",
        spares: "залиш але не чіпай",
    },
    Vocabulary {
        language: &POLISH,
        known: "proszę dzięki dziękuję bardzo cześć hej witam ok tak dobrze teraz więc natychmiast prosto i z w we \
                na ze do dla ten tę ta to te tego go ją je jego mi nam możesz mógłbyś mogłabyś musisz trzeba jest są wisi wiszą zepsuty \
                zepsuta zawieszony zawiesił stary stare starą pusty pustą zbędny zbędna lokalnie lokalny lokalną zdalny zdalną wszystkie \
                oba obie bo ponieważ gałąź gałęzi gałęzie plik pliki kontener* tabel* baz* danych obraz* wolumen* zadanie proces* dysk* \
                usług* węzeł serwer* przestrzeń nazw zrób czy",
        spares: "zostaw zostawcie w spokoju ale nie ruszaj dotykaj zostaje zostają a",
    },
    Vocabulary {
        language: &SCANDINAVIAN,
        known: "snälla tack tak takk så mycket meget mye hej hei hallo ok ja bra godt nu nå med det den de en et ett och og på i från fra \
                til till för for av är er vær venligst kan du skulle kunna kunne gamla gamle gammel tom tomma tomme lokalt lokala \
                lokale grenen grenar filen filer tabellen jobbet behållaren containeren podden trasig ødelagt",
        spares: "rör rør inte ikke men låt la være vara stanna blir",
    },
    Vocabulary {
        language: &TURKISH,
        known: "lütfen teşekkürler teşekkür ederim çok sağol merhaba selam tamam evet peki şimdi hemen bu şu onu bunu ve için üzerindeki \
                içindeki takıldı takılı bozuk bozuldu çöktü eski boş yerel uzak tüm her iki çünkü bana podunu podu dalını dalı dosyasını \
                dosyayı tablosunu konteynerini imajını işini yap misin mısın mi",
        spares: "kalsın ama dokunma dokunmayın olduğu gibi",
    },
];

pub(super) const GERMAN_PHRASES: &[&str] = &[
    "ich möchte dass du",
    "ich will dass du",
    "es geht um",
    "geht um",
    "wir brauchen platz",
    "wir müssen",
    "können sie",
    "könnten sie",
    "kann weg",
    "können weg",
    "kann gelöscht werden",
    "können gelöscht werden",
    "soll gelöscht werden",
    "sollen gelöscht werden",
    "soll weg",
    "kann entfernt werden",
    "soll entfernt werden",
    "nach origin",
    "seit gestern",
    "seit heute",
    "seit stunden",
    "wird nicht mehr gebraucht",
    "werden nicht mehr gebraucht",
    "wird nicht mehr benötigt",
    "werden nicht mehr benötigt",
    "brauchen wir nicht mehr",
    "wir brauchen ihn nicht mehr",
    "wir brauchen sie nicht mehr",
    "wir brauchen es nicht mehr",
    "antwortet nicht mehr",
    "antwortet nicht",
    "reagiert nicht mehr",
    "reagiert nicht",
    "startet nicht",
    "startet nicht mehr",
    "ist nicht mehr nötig",
];

pub(super) const FRENCH_PHRASES: &[&str] = &[
    "s'il te plaît",
    "s'il te plait",
    "s'il vous plaît",
    "s'il vous plait",
    "te plaît",
    "merci de",
    "je veux que tu",
    "je voudrais que tu",
    "je voudrais",
    "il faut",
    "tout de suite",
    "depuis hier",
    "depuis ce matin",
    "parce qu'il est",
    "parce qu'elle est",
    "on n'en a plus besoin",
    "nous n'en avons plus besoin",
    "on ne s'en sert plus",
    "ne sert plus",
    "ne sert plus à rien",
    "ne répond plus",
    "ne répond pas",
    "ne démarre plus",
    "n'est plus utilisé",
    "n'est plus utilisée",
    "on manque de place",
    "peut être supprimé",
    "peut être supprimée",
    "doit être supprimé",
    "doit être supprimée",
    "d'accord",
    "il s'agit de",
];

pub(super) const SPANISH_PHRASES: &[&str] = &[
    "quiero que",
    "necesito que",
    "hay que",
    "tienes que",
    "favor de",
    "se puede borrar",
    "se puede eliminar",
    "se pueden borrar",
    "se pueden eliminar",
    "debe ser eliminado",
    "debe ser eliminada",
    "debe ser borrado",
    "debe ser borrada",
    "puede ser eliminado",
    "puede ser borrado",
    "desde ayer",
    "desde esta mañana",
    "buenos días",
    "buenas tardes",
    "ya no lo necesitamos",
    "ya no la necesitamos",
    "ya no se necesita",
    "ya no se usa",
    "ya no sirve",
    "ya no responde",
    "no responde",
    "no arranca",
    "se trata de",
    "necesitamos espacio",
];

pub(super) const PORTUGUESE_PHRASES: &[&str] = &[
    "quero que você",
    "quero que",
    "preciso que você",
    "preciso que",
    "favor apagar",
    "desde ontem",
    "desde hoje",
    "bom dia",
    "boa tarde",
    "não precisamos mais dele",
    "não precisamos mais dela",
    "não precisamos mais disso",
    "não é mais usado",
    "não é mais usada",
    "não é mais necessário",
    "não serve mais",
    "não responde mais",
    "não responde",
    "trata-se de",
    "trata-se do",
    "precisamos de espaço",
    "pode ser apagado",
    "pode ser apagada",
    "pode ser excluído",
    "pode ser excluída",
    "pode ser removido",
    "deve ser apagado",
    "deve ser apagada",
    "deve ser excluído",
];

pub(super) const ITALIAN_PHRASES: &[&str] = &[
    "voglio che",
    "si prega di",
    "dato che è",
    "da ieri",
    "da stamattina",
    "non ci serve più",
    "non serve più",
    "non è più usato",
    "non è più usata",
    "non risponde più",
    "non risponde",
    "non parte più",
    "si tratta di",
    "ci serve spazio",
    "può essere eliminato",
    "può essere eliminata",
    "può essere cancellato",
    "va eliminato",
    "va eliminata",
    "va cancellato",
    "deve essere eliminato",
    "bisogna",
];

pub(super) const DUTCH_PHRASES: &[&str] = &[
    "ik wil dat je",
    "we moeten",
    "kan weg",
    "kunnen weg",
    "mag weg",
    "moet weg",
    "mag verwijderd worden",
    "moet verwijderd worden",
    "kan verwijderd worden",
    "sinds gisteren",
    "sinds vanochtend",
    "we hebben hem niet meer nodig",
    "we hebben die niet meer nodig",
    "we hebben het niet meer nodig",
    "wordt niet meer gebruikt",
    "is niet meer nodig",
    "reageert niet meer",
    "reageert niet",
    "start niet meer",
    "het gaat om",
    "we hebben ruimte nodig",
    "doe maar",
    "gelieve",
    "te verwijderen",
];

pub(super) const RUSSIAN_PHRASES: &[&str] = &[
    "прямо сейчас",
    "со вчера",
    "со вчерашнего дня",
    "он больше не нужен",
    "она больше не нужна",
    "больше не нужен",
    "больше не нужна",
    "больше не нужно",
    "он нам больше не нужен",
    "нам больше не нужен",
    "нам больше не нужна",
    "потому что он",
    "потому что она",
    "так как он",
    "так как она",
    "он завис",
    "она зависла",
    "он сломан",
    "он висит",
    "он не отвечает",
    "она не отвечает",
    "не отвечает",
    "не запускается",
    "не мог бы ты",
    "не могли бы вы",
    "речь про",
    "речь о",
    "нам нужно место",
    "хочу чтобы ты",
    "я хочу чтобы ты",
];

pub(super) const UKRAINIAN_PHRASES: &[&str] = &["більше не потрібен", "більше не потрібна", "не відповідає"];

pub(super) const POLISH_PHRASES: &[&str] = &[
    "dzień dobry",
    "od razu",
    "od wczoraj",
    "od rana",
    "nie jest już potrzebny",
    "nie jest już potrzebna",
    "nie jest już używany",
    "już go nie potrzebujemy",
    "już jej nie potrzebujemy",
    "nie odpowiada",
    "nie działa",
    "chodzi o",
    "potrzebujemy miejsca",
    "chcę żebyś",
];

pub(super) const SCANDINAVIAN_PHRASES: &[&str] = &[
    "vær så snill",
    "vær så god",
    "används inte längre",
    "bruges ikke længere",
    "brukes ikke lenger",
    "svarar inte",
    "svarer ikke",
];

pub(super) const TURKISH_PHRASES: &[&str] = &[
    "yanıt vermiyor",
    "cevap vermiyor",
    "artık gerekmiyor",
    "artık gerekli değil",
    "artık ihtiyacımız yok",
    "artık kullanılmıyor",
    "yer lazım",
    "silmeni istiyorum",
    "silmen gerekiyor",
];
