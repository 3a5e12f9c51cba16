using Microsoft.Net.Http.Headers;
using Portal.Client.Layout;
using Portal.Components;
using Portal.Tests.Hosting;

namespace Portal.Tests.Components;

public sealed class LanguagesTests(PortalHost portal) : IClassFixture<PortalHost>, IDisposable
{
    readonly string directory = Directory.CreateTempSubdirectory("portal-languages-").FullName;

    public void Dispose() => Directory.Delete(directory, recursive: true);

    [Theory]
    [InlineData("", "en")]
    [InlineData("*", "en")]
    [InlineData("de", "de")]
    [InlineData("de-AT", "de")]
    [InlineData("DE-at,en;q=0.5", "de")]
    [InlineData("en,de;q=0.9", "en")]
    [InlineData("fr,de;q=0.2,en;q=0.5", "en")]
    [InlineData("fr;q=0.9,de;q=0.8", "de")]
    [InlineData("de;q=0,pt-BR;q=0.1", "pt-BR")]
    [InlineData("pt", "en")]
    [InlineData("ar-EG", "ar")]
    [InlineData("nothing,at-all", "en")]
    public void Choose_TakesTheBestLikedOfThoseThatAreThere(string accepted, string chosen)
    {
        foreach (var language in new[] { "de", "ar", "pt-BR" })
            File.WriteAllText(Path.Combine(Directory.CreateDirectory(Path.Combine(directory, language)).FullName, "Portal.Client.resources.dll"), "");
        Directory.CreateDirectory(Path.Combine(directory, "fr"));

        Assert.Equal(chosen, new Languages(directory).Choose(StringWithQualityHeaderValue.ParseList(accepted.Split(','))));
    }

    [Theory]
    [InlineData("de-CH,de;q=0.9,en;q=0.8", """<html lang="de" dir="ltr">""", "Unterhaltungen", true)]
    [InlineData("en-GB,de;q=0.5", """<html lang="en" dir="ltr">""", "Threads", false)]
    [InlineData("not a language at all;;q=x", """<html lang="en" dir="ltr">""", "Threads", false)]
    public async Task Page_IsWrittenInTheBrowsersLanguage(string accepted, string root, string heading, bool hasEnglishParts)
    {
        using var browser = await portal.SignedIn();
        browser.Client.DefaultRequestHeaders.TryAddWithoutValidation("Accept-Language", accepted);
        var threads = await browser.Client.GetStringAsync("/threads", TestContext.Current.CancellationToken);
        var projects = await browser.Client.GetStringAsync("/projects", TestContext.Current.CancellationToken);

        Assert.Contains(root, threads);
        Assert.Contains($"{heading}</h1>", threads);
        Assert.Equal(hasEnglishParts, MainOf(projects).Contains("lang=\"en\" dir=\"ltr\"", StringComparison.Ordinal));
        Assert.DoesNotContain("lang=", MainOf(threads));
    }

    [Theory]
    [InlineData("ar", "rtl")]
    [InlineData("fa-IR", "rtl")]
    [InlineData("he", "rtl")]
    [InlineData("de", "ltr")]
    [InlineData("en", "ltr")]
    public void Direction_IsThatOfTheLanguage(string language, string direction) => Assert.Equal(direction, Language.DirectionOf(language));

    /// <summary>The opening tag of the page's own part.</summary>
    static string MainOf(string page)
    {
        var start = page.IndexOf("<main", StringComparison.Ordinal);
        return page[start..page.IndexOf('>', start)];
    }
}
