using System.Globalization;
using System.Runtime.InteropServices.JavaScript;
using System.Runtime.Versioning;

namespace Portal.Client.Layout;

/// <summary>The language of the texts: English, or one that resource files stand for beside the English ones.</summary>
public static partial class Language
{
    public const string Default = "en";

    static readonly string[] FromTheRight = ["ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"];

    static readonly Dictionary<string, object> Nothing = [];
    static readonly Dictionary<string, object> InEnglish = new() { ["lang"] = Default, ["dir"] = "ltr" };

    /// <summary>Its tag. The run time carries no data about languages and knows them by their names alone.</summary>
    public static string Current => CultureInfo.CurrentUICulture.Name is { Length: > 0 } name ? name : Default;

    public static string Direction => DirectionOf(Current);

    /// <summary>The attributes of what has its texts in resource files and stands in a part that has not.</summary>
    public static IReadOnlyDictionary<string, object> Translated => Current == Default ? Nothing : new Dictionary<string, object> { ["lang"] = Current, ["dir"] = Direction };

    /// <summary>The attributes of what is written in English, whatever the page's language.</summary>
    public static IReadOnlyDictionary<string, object> English => Current == Default ? Nothing : InEnglish;

    public static string DirectionOf(string language) => FromTheRight.Contains(PrimaryOf(language)) ? "rtl" : "ltr";

    /// <summary><c>de</c> of <c>de-AT</c>.</summary>
    public static string PrimaryOf(string language) => language.Split('-')[0];

    /// <summary>Dates and figures stay as they are: their data would be part of everybody's first visit.</summary>
    public static void Use(string language) =>
        CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.CurrentUICulture = CultureOf(language);

    /// <summary>English is the language of the program itself.</summary>
    public static CultureInfo CultureOf(string language) => language == Default ? CultureInfo.InvariantCulture : CultureInfo.GetCultureInfo(language);

    /// <summary>The language that the server wrote the page in.</summary>
    [SupportedOSPlatform("browser")]
    public static void UseThatOfThePage() => Use(Read());

    [JSImport("globalThis.portalLanguage")]
    private static partial string Read();
}
