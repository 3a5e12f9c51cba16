namespace Portal.Client.Threads.Markdown.Code;

/// <summary>How a family of languages writes comments, texts and keywords.</summary>
/// <param name="Line">What begins a comment that ends with its line.</param>
/// <param name="Quotes">The characters that begin and end a text.</param>
/// <param name="Sigil">Begins a variable's name, as <c>$</c> in a shell.</param>
sealed record CodeLanguage(string Keywords, string[] Line, string? BlockStart = null, string? BlockEnd = null, string Quotes = "\"'", char? Sigil = null, bool IgnoresCase = false)
{
    const string CurlyWords = "if else for while do switch case default break continue return new class struct enum interface public private protected static const void true false null this try catch finally throw import ";

    static readonly CodeLanguage CSharp = Curly("""
        abstract as async await base bool byte char checked decimal delegate double event explicit extern fixed float foreach get global goto implicit in init int internal is lock long namespace
        object operator out override params partial readonly record ref required sbyte sealed set short sizeof stackalloc string typeof uint ulong unchecked unsafe ushort using value var virtual volatile when where with yield and or not
        """);
    static readonly CodeLanguage Script = Curly("""
        abstract any as async await boolean debugger declare delete export extends from function get implements in instanceof keyof let namespace never number of readonly satisfies set string super symbol type typeof undefined unknown var with yield
        """) with { Quotes = "\"'`" };
    static readonly CodeLanguage Java = Curly("abstract assert boolean byte char double extends final float fun implements in instanceof int is long native object open override package record sealed short super synchronized throws transient val var volatile when yield");
    static readonly CodeLanguage C = Curly("alignas auto bool char constexpr consteval decltype delete double explicit extern float friend goto inline int long mutable namespace noexcept nullptr operator override register short signed sizeof template typedef typename union unsigned using virtual volatile include define ifdef ifndef endif pragma");
    static readonly CodeLanguage Go = Curly("chan defer fallthrough func go goto map nil package range select type var string int int64 bool byte error iota make append len") with { Quotes = "\"'`" };
    static readonly CodeLanguage Rust = Curly("as async await crate dyn extern fn impl in let loop match mod move mut pub ref self Self super trait type union unsafe use where i32 i64 u8 u32 u64 usize f64 bool str String Option Result Some None Ok Err") with { Quotes = "\"" };
    static readonly CodeLanguage Swift = Curly("actor associatedtype async await defer deinit extension fileprivate func guard in init inout internal let mutating nil open operator override protocol repeat rethrows self some subscript super throws typealias var where");
    static readonly CodeLanguage Php = Curly("abstract and array as callable clone declare echo elseif empty extends final fn foreach function global implements include instanceof isset match namespace or print readonly require self trait use var yield") with { Line = ["//", "#"], Sigil = '$' };
    static readonly CodeLanguage Python = new("""
        and as assert async await break case class continue def del elif else except finally for from global if import in is lambda match nonlocal not or pass raise return try while with yield True False None self print
        """, ["#"]);
    static readonly CodeLanguage Ruby = new("alias and begin break case class def defined do else elsif end ensure false for if in module next nil not or redo require rescue retry return self super then true undef unless until when while yield", ["#"]);
    static readonly CodeLanguage Shell = new("if then else elif fi for while until do done case esac in function return exit export local set unset source echo cd sudo true false", ["#"], Sigil: '$');
    static readonly CodeLanguage PowerShell = new("begin break catch class continue data do dynamicparam else elseif end exit filter finally for foreach from function if in param process return switch throw trap try until using while", ["#"], "<#", "#>", Sigil: '$', IgnoresCase: true);
    static readonly CodeLanguage Sql = new("""
        add all alter and as asc begin between bigint boolean by case cast check column commit constraint create cross date default delete desc distinct drop else end exists false foreign from full group having if in index inner insert int integer into
        is join key left like limit not null numeric offset on or order outer over partition primary references returning right rollback select set table text then timestamp true union unique update using values varchar view when where with
        """, ["--"], "/*", "*/", Quotes: "'\"", IgnoresCase: true);
    static readonly CodeLanguage Lua = new("and break do else elseif end false for function goto if in local nil not or repeat return then true until while", ["--"]);
    static readonly CodeLanguage Settings = new("true false null yes no on off FROM RUN COPY ENV EXPOSE ENTRYPOINT CMD WORKDIR ARG USER VOLUME LABEL ADD", ["#", ";"]);

    static readonly Dictionary<string, CodeLanguage> ByName = Names(
        ("csharp cs c# razor cshtml", CSharp), ("javascript js jsx mjs typescript ts tsx node", Script), ("java kotlin kt scala groovy dart", Java),
        ("c cpp c++ h hpp objc arduino", C), ("go golang", Go), ("rust rs", Rust), ("swift", Swift), ("php", Php), ("python py", Python), ("ruby rb", Ruby),
        ("bash sh shell zsh console shellscript", Shell), ("powershell ps1 pwsh", PowerShell), ("sql sqlite postgresql postgres mysql tsql plsql", Sql), ("lua", Lua),
        ("ini toml dockerfile docker properties makefile make conf nginx", Settings));

    public HashSet<string> Words { get; } = new(Keywords.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries), IgnoresCase ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);

    public static CodeLanguage? Find(string name) => ByName.GetValueOrDefault(name);

    static CodeLanguage Curly(string keywords) => new(CurlyWords + keywords, ["//"], "/*", "*/");

    static Dictionary<string, CodeLanguage> Names(params (string Names, CodeLanguage Language)[] families) =>
        families.SelectMany(family => family.Names.Split(' ').Select(name => (name, family.Language))).ToDictionary(StringComparer.OrdinalIgnoreCase);
}
