using System.Collections;
using System.Globalization;
using System.Resources;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Portal.Client.Desk;
using Portal.Client.Layout;
using Portal.Client.Shared;
using Portal.Client.Threads;

namespace Portal.Client.Tests.Layout;

/// <summary>Every language that has a file of texts has all of them, and they are built without a line of code.</summary>
public sealed partial class TranslationTests : BunitContext
{
    public TranslationTests() => Services.AddPages();

    /// <summary>By the folder and name of the English file, such as <c>Desk/Resources/DeskTexts</c>, and the language.</summary>
    public static TheoryData<string, string> Files()
    {
        var files = Directory.EnumerateFiles(Folder, "*.resx", SearchOption.AllDirectories).Where(file => !file.Contains("/obj/", StringComparison.Ordinal))
            .Select(file => Path.GetRelativePath(Folder, file).Replace('\\', '/')).ToList();
        var languages = files.Select(LanguageOf).OfType<string>().Distinct();
        return new(languages.SelectMany(language => files.Where(file => LanguageOf(file) is null).Select(file => (file[..^".resx".Length], language))));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Language_HasEveryText_WithItsPlaces(string name, string language)
    {
        var (english, translated) = (Read($"{name}.resx"), Read($"{name}.{language}.resx"));

        Assert.Equal(english.Keys.Select(Bare).Distinct().Order(), translated.Keys.Select(Bare).Distinct().Order());
        Assert.All(translated, entry =>
        {
            Assert.NotEqual("", entry.Value.Trim());
            Assert.Equal(PlacesOf(english.GetValueOrDefault(entry.Key) ?? english[$"{Bare(entry.Key)}.other"]), PlacesOf(entry.Value));
        });
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Language_IsBuiltFromItsFilesAlone(string name, string language)
    {
        var built = new ResourceManager($"Portal.Client.{name.Replace('/', '.')}", typeof(DeskWords).Assembly)
            .GetResourceSet(CultureInfo.GetCultureInfo(language), createIfNotExists: true, tryParents: false);

        Assert.Equal(Read($"{name}.{language}.resx"), built!.Cast<DictionaryEntry>().ToDictionary(entry => (string)entry.Key, entry => (string)entry.Value!));
    }

    [Fact]
    public void Words_AreThoseOfThePagesLanguage_WithItsPlurals()
    {
        var before = CultureInfo.CurrentUICulture;
        try
        {
            CultureInfo.CurrentUICulture = Language.CultureOf("de");
            var words = Services.GetRequiredService<DeskWords>();

            Assert.Equal("Unterhaltungen", words["Threads"]);
            Assert.Equal("1 Unterhaltung ausgewählt", words.Count("Selected", 1));
            Assert.Equal("1,200 Unterhaltungen ausgewählt", words.Count("Selected", 1200));
            Assert.Equal("de", Language.Current);
            Assert.Equal("en", Language.English["lang"]);
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }

    [Fact]
    public void LanguageWithoutFiles_IsEnglish_AndStillReadsItsOwnWay()
    {
        var before = CultureInfo.CurrentUICulture;
        try
        {
            CultureInfo.CurrentUICulture = Language.CultureOf("ar-EG");

            Assert.Equal("Jump to latest", Services.GetRequiredService<ThreadWords>()["JumpToLatest"]);
            Assert.Equal(("rtl", "ltr"), (Language.Direction, (string)Language.English["dir"]));
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }

    static string Folder
    {
        get
        {
            var folder = AppContext.BaseDirectory;
            while (!File.Exists(Path.Combine(folder, "Portal.sln"))) folder = Path.GetDirectoryName(folder)!;
            return Path.Combine(folder, "src", "Portal.Client");
        }
    }

    static string? LanguageOf(string file) => Path.GetFileName(file).Split('.') is [_, var language, _] ? language : null;

    static Dictionary<string, string> Read(string file) => XDocument.Load(Path.Combine(Folder, file)).Root!.Elements("data")
        .ToDictionary(entry => entry.Attribute("name")!.Value, entry => entry.Element("value")!.Value);

    /// <summary>Languages have different forms for different numbers.</summary>
    static string Bare(string key) => Plural().Replace(key, "");

    static IEnumerable<string> PlacesOf(string text) => Place().Matches(text).Select(place => place.Value).Distinct().Order();

    [GeneratedRegex(@"\.(zero|one|two|few|many|other)$")]
    private static partial Regex Plural();

    [GeneratedRegex(@"\{\d+\}")]
    private static partial Regex Place();
}
