//! Words of other languages that no English word is, in the letters of English: what tells a sentence in another language, or
//! one that begins in English and ends in another. Called by `understood`.

/// Whether it is one of them.
pub(super) fn has(word: &str) -> bool {
    let of_letter = MARKERS.iter().find(|l| l.bytes().next() == word.bytes().next());
    of_letter.is_some_and(|l| l.split_ascii_whitespace().any(|w| w == word))
}

/// By their first letters.
const MARKERS: &[&str] = &[
    "aan abbrechen abend aber acho acil adesso agora ahora aksam ala albo aldri aldrig alleen alles allora allt \
     alors als alsjeblieft alstublieft alte alten alterar altere altes ama amanha anciennes anciens anfassen \
     annule annuleer annuler annuleren annulez annulla annullare antiga antigo antigua antiguo antwortet anuluj \
     anzi apag apaga apagada apagado apagar apague apagues apres arranca ashita aspetta asteapta attends aub \
     aucun aucune auf aus avant avbryd avbryt avec avons ayer",
    "bardzo beaucoup bedankt bedarf beend beenden behalte behalten behalve beide beiden bekle belki benutzer \
     benutzers besoin besok besser bevor bien bientot bisogna bitte bleiben bleibt blijf blijft blijven blir \
     bloccata bloccati bloccato bloqueada bloqueado bonjour borra borrada borrado borrar borras borre borres \
     bort bozuk bozuldu branchs brauchen bu buenas buenos bugun bukas bunu buongiorno",
    "cambia cambiar cambiare cambie cancela cancelar cancele cancell cancella cancellala cancellalo cancellare \
     cancellato cancelli carsamba cekaj certo cette cevap changez che chiudere chiudi chodzi chyba ciao cierra \
     cierre colgada colgadas colgado colgados commite commitea commiter committa committare committe committen \
     committer como completa completamente completo containeren continua coucou creo crois cuando cuma cumartesi \
     czwartek czy",
    "d'accord daha danach dank danke dann danych darfst das dass dat dato dazu debe defekt deixa deixe deja \
     dejes deleta deletar della dem demain deploya deploye deployera depois depuis der des desde desplegar \
     despliega despliegue despues detener deux deve devem devemos devi deze dia dienst dienstag diese diesen \
     dieser dieses dimanche dinsdag directamente directement direkt diretamente direttamente disque disques \
     disso distant distante distantes dla dlaczego dobry dobrze doch doe dois doit dokun dokunma domani domenica \
     domingo donc donderdag donnerstag dopo dotyk dotykaj dovremmo dupa durdur durdurma durumda dzis dzisiaj",
    "eben ederim een eerst efface effacer effacez efter eger ehka ein eine einen einer eines einfach elimina \
     eliminada eliminado eliminala eliminali eliminalo eliminar eliminare eliminas eliminata eliminate eliminato \
     elimine elimines elimini elle elles elott emergenza endre ennen entferne entfernen entfernst entfernt \
     entfernten entonces entrambi envi envia enviar envie er erst esa ese esli espacio espera essa esse essere \
     esta estas este estos etter etwas eventuell evet evtl exceto exclu exclua exclui excluir",
    "fais-le fait falls falta faut faut-il favore fech fecha fechar feche fermalo fermare ferme fermer fermez \
     fica ficam filen fjern fjerne foer forse fredag freitag fue fusiona fusionar fusione fusionn fusionne \
     fusionner fusionnez futa",
    "gaat gamla gamle gammel ganz ganzen garde gardez gdy gebraucht gebruikt gecrasht geen geht gelieve gemerged \
     gemergt gerekirse gerekiyor gerekli gerekmiyor gestern gewoon ggf giovedi gisteren gli godt godzine goed \
     graag gracias grazie grenar grenen gut guten",
    "ha-majd haar haben hace haga hagas hallo han hangen hangt hazlo hebben heeft hei hej helemaal hemen \
     herunter het heure heures heute hier hij hintay hoe hoi hoje hola holnap hora horas hoy huomenna hur hvala \
     hvis hvorfor hyva",
    "ich ieri iets ihm ihn ihr ik ikke ikvall il illalla ils imagem imagen imediatamente immagine imorgen \
     imorgon implantar implante inainte indien ingenting inmediatamente innan ins instala instalar instale \
     installa installare installeer installera installeren installez installiere installieren inte inteiro intet \
     inutile inutiles io iptal irgendetwas irgendwann irgendwas isso ist istiyorum iyi izbrisi",
    "ja jalkeen jamais jangan je jednak jemand jesli jeszcze jetzt jeudi jezeli jika jintian jobbet jos jueves \
     juste jutro",
    "kalau kann kannst kanske kanskje kapag kapot kaputt kasih kasuj kdyz kein keine keinen keinesfalls kerem \
     kesho khi kiedy kiitos klemmt knooppunt kogda komplett kontener konteynerini konya kudasai kunna kunne \
     kunnen kunt",
    "laat labda laisse laissez lascia lasciare lasst laten later-pas lavoro leeg lepiej lieber liever locais \
     lokaal lokal lokala lokale lokalen lokalnie lokalny lokalt lorsque lundi lunedi lunes",
    "maandag maar maaske mache maintenant malam mamaya manana manque mantenha mardi martedi martes matin med \
     meer meget meglio mehr mejor melhor merci mercoledi mercredi merg merga mergea mergen merger mergia merhaba \
     mescl mescla mesclar mescle meteen mex miejsca miercoles mij mim mingtian misin mismo misschien mit \
     mittwoch modifica modificar modificare modifie modifier modifiez modifique moet moeten moi moin molim \
     montag morgen morgenochtend moshi mozda moze mozhet mozna muchas mude muito mungkin musisz muss musst \
     mycket mye",
    "n'en n'est naar nach nachdem nachher nada nadat nado najpierw nakon nao natychmiast nazw ne-nado necesario \
     necesita necesitamos necesito nee nein nel nella nello nenhum nenhuma nessun nessuna ni nicht nichts nie \
     niedziela niemals niente niet niets nigdy niks ninguna noch noche nodig noite nooit notfall nous nulla \
     nunca nur nutzer nuzhno",
    "obie obrigada obrigado obrisi obsoleta obsoleto oder odota odpowiada oggi ohne olursa omdat onegai ont \
     ontem ooit oppure opublikuj oud oude oui overbodig",
    "pagkatapos paket pakibura paquet paquete parar parce pas passe pazartesi peki pero persembe peut peut-etre \
     peux peux-tu piatek plait platz plik pliki pliku plutot pockej poczekaj podden pode podem poderia podes \
     podu podunu poista pokud poniedzialek por porque posle potem potom potrebbe potresti potrzebna potrzebny \
     potrzebujemy potrzeby pourquoi pourrais pourrais-tu pourriez pourriez-vous pouss pousse pousser poussez \
     pouvez pouvez-vous pozhalujsta pozhaluysta pozniej precisamos precisar preciso prega prije proceso procesos \
     processen processi processo processus prosim prosto prozess prozesse prozessen pubblica pubblicare publicar \
     publiceer publicera publiceren publie publier publiez publique puede pueden puedes pues puis puisque puoi \
     pusha pushare pushea pushear pushen pushla pushlama pushuj pusty",
    "qing qu'elle qu'il qualcosa quand quando quarta-feira que quebrada quebrado queda quedan quedarse quella \
     quero questa queste questi questo quiero quinta-feira quiza quizas quoi",
    "radera razu reageert reagiert rechner remota remoto remotos remova remover removido responde resta restano \
     reste restent riavvialo rien rilasci rilascia rilasciare rimane rimuova rimuovere rimuovi rimuovila \
     rimuovilo risponde rotas roto rotos rotta rotto ruguo ruhe ruimte ruszaj",
    "s'agit s'en s'il saat sabado sabato sadece sakujo samedi samstag sauf schijf schliesse schnell schon \
     schreib schreibe schreiben sebelum sedan segodnya seguir segunda-feira seit selam selbst semaine semana \
     semplicemente senza sert serveur servicio servidor servizio servus setelah settimana seulement sexta-feira \
     shanchu shite si sigue siguen siguro sil silebilir silebilirsin siler silin silme silmen silmeni silmeyin \
     simplement simplemente simplesmente sind sinds sinon sirve skasuj skulle slet sluit sluiten smaz snill \
     sobald sobota sofern sofort soir soll sollen sollst sollte sollten sonntag sonra sont spasibo spazio \
     spokoju sroda staan stamattina stanotte starten startet stary stasera stehen sterge stoppa stoppe stoppen \
     stp straks stuk stunde stunden subir subiri subito supprime supprimer supprimes supprimez sur surtout \
     svarar svarer svp",
    "taak tabela tabella tabellen tabla tablosunu tabun tafadhali tak takk talan talvez tamam tantot tarde \
     tardes tarefa tego tenzij teraz terca-feira terima tiene tienen tienes tieni toca tocc tocca toccare toda \
     todas todos tolong tomma tomme toques touche touchez tous tout toutes trabajo tranquille tranquilles trasig \
     trata-se tratta travada travado travados truoc trzeba tudo tunggu tutte tutti tutto tydzien",
    "udali udalite uden uit una unangetastet und une unire unisci unos uns urgence usada usado usata usato usun \
     usuw usuwaj utan uten uur",
    "vaenta vanavond vannacht vanochtend vas-y vastgelopen vazio vecchi vecchia vecchio vecer veceras vecherom \
     velha velho vendredi venerdi venligst veraltet verander veranderen vermiyor vermutlich verouderd verwerfen \
     verwijder verwijderd verwijderen verwijdert verwirf veuillez veux vez vieille vieilles vieja viejas viejo \
     viejos vielen vielleicht viernes vieux voglio volumen vom von voor voordat vor vorhanden vorher voudrais \
     vous vrijdag vuota vuoto",
    "waarom wacht wahrscheinlich wanneer wanshang warte warum wczoraj weg weil wel wenn werden wie wieczorem \
     wijzig wijzigen willen wir wird wisi witam woche woensdag worden wordt wszystkie wszystko wtorek wurde \
     wypchnij",
    "xiexie xoa",
    "yarin",
    "zabij zadanie zainstaluj zaterdag zatrzymaj zavtra zawieszony zdalny ze zepsuta zepsuty zijn zitra zmerguj \
     zmieni zmieniaj zodra zondag zonder zostaje zostaw zostawcie zou zu zum zur",
];
