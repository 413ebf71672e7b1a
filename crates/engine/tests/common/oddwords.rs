//! Scripts whose words are made of random pieces: braces, dollars, tildes, quotes, redirections as no template would write
//! them. What they mean is a matter of how bash reads a word, so each is short. Used by `differential`.

use crate::mutate::Random;

/// Variables, arguments and files for them to meet.
const HEAD: &str = "x='a b' y= w=3 v=c1 g='q*' z=(p 'q r' '' s); set -- 'm n' o; touch q1 q2\n";

/// Pieces that bear on each other, separated by blanks; `␠` is a blank, `⏎` the end of a line.
const PIECES: [&str; 11] = [
    "{ } , .. a 1 3 $x \"b\" \\ 'c␠d' ${y} z - { } , $",
    "$ $x ${x} \" a . $1 $@ \"$@\" $$x \\$ '$' ${z[@]} % $(echo␠p␠q) `echo␠r` $((1+1)) { } , $* \"$x\" \"\" '' \"$*\"",
    "~ / a = : x \"~\" \\~ ~root ~+ + $y \"\" { } , \\⏎ ~- .",
    "${ } x y z # % : - + = ? / @ * [ ] 0 1 \" ' a ␠ $ ! ^ , ~ \\ $x { Q x z[0] z[@]",
    "* ? [ ] ! ^ a - z q \\ '*' $g @( +( | ) q1 q2 . /",
    "\" ' \\ $' ` a ␠ $x \\n ⏎ $( echo␠ ) ${ } x # \" \" \\' \\\"",
    "< > >> <<< & 2 1 - >& <& >| <> a &> ␠ /dev/null $y 3 {fd} f | |& ; c2␠ c3␠",
    "; && || | & ( ) {␠ ;␠} ␠ c2␠ c3␠ ! ⏎ ;; if␠ then␠ fi while␠ do␠ done case␠ in␠ esac for␠ a x # ␠time␠ c4 [[␠ ␠]] (( ))",
    "1 2 x + - * / % ( ) = < > ! ~ ? : , & | ^ ++ -- w v z[ 0 ] $w ** << 08 0x1 # ␠",
    "x y = += [ 0 ] a $x ( ) ␠ \"b␠c\" v 1 declare␠ local␠ export␠ - i $y z ~ : {a,b} ' \"",
    "<<E <<-E <<'E' ⏎E⏎ ⏎ $x a `c2` $(c3) \\ E c4␠ | bash cat␠ \" ' ␠ ; <<<",
];

/// A script of words of one kind.
pub fn script(random: &mut Random) -> String {
    let kind = random.below(PIECES.len());
    let pieces: Vec<String> = PIECES[kind].split(' ').map(|p| p.replace('␠', " ").replace('⏎', "\n")).collect();
    let mut word = |most: usize| -> String {
        let count = 1 + random.below(most);
        (0..count).map(|_| pieces[random.below(pieces.len())].as_str()).collect()
    };
    let body = match kind {
        3 => format!("c1 ${{{} \nc2 \"${{{}\"\nc3 x", word(6) + "}", word(5) + "}"),
        6 | 7 | 10 => format!("c1 {}\nc5 $x", word(9)),
        8 => format!("c1 $(({}))\nc2 $w \"$x\" $v; (({})); c3 $w $v \"${{z[@]}}\"", word(6), word(5)),
        9 => format!("{}\nc2 \"$x\" \"$y\" \"$v\" \"${{z[@]}}\" \"$a\"", word(7)),
        _ => format!("c1 {} {}\nc2 {}", word(7), word(5), word(6)),
    };
    format!("{HEAD}{body}\n")
}
