using System.Globalization;
using Microsoft.Net.Http.Headers;
using Portal.Client.Layout;

namespace Portal.Components;

/// <summary>The languages that the texts of the pages are there in, by the resource assemblies beside the program.</summary>
internal sealed class Languages(string directory)
{
    const string Resources = "Portal.Client.resources.dll";

    readonly Dictionary<string, string> known = Directory.EnumerateDirectories(directory)
        .Where(folder => File.Exists(Path.Combine(folder, Resources)))
        .Select(folder => Path.GetFileName(folder))
        .Append(Language.Default)
        .ToDictionary(name => name, StringComparer.OrdinalIgnoreCase);

    /// <summary>The best liked language that is there, also as one without its region; English where none is.</summary>
    public string Choose(IEnumerable<StringWithQualityHeaderValue> accepted) =>
        accepted.Where(wish => wish.Quality is not 0).OrderByDescending(wish => wish.Quality ?? 1)
            .Select(wish => Find(wish.Value.ToString())).FirstOrDefault(found => found is not null) ?? Language.Default;

    string? Find(string wish) => known.GetValueOrDefault(wish) ?? known.GetValueOrDefault(Language.PrimaryOf(wish));
}

internal static class LanguagesFeature
{
    /// <summary>Pages are written in the language that the browser asks for.</summary>
    public static void UseLanguages(this WebApplication app)
    {
        var languages = new Languages(AppContext.BaseDirectory);
        app.Use((http, next) =>
        {
            CultureInfo.CurrentUICulture = Language.CultureOf(languages.Choose(http.Request.GetTypedHeaders().AcceptLanguage));
            return next(http);
        });
    }
}
