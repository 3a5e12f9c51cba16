using System.Globalization;
using Microsoft.Extensions.Localization;
using Portal.Client.Layout;
using Portal.Client.Shared;
using Portal.Client.Threads.Resources;

namespace Portal.Client.Threads;

/// <summary>The conversation's texts in the reader's language. Each is looked up once: a long list asks for the same few again and again.</summary>
public sealed class ThreadWords(IStringLocalizer<ThreadTexts> texts)
{
    readonly Dictionary<string, string> known = [];

    public string this[string key] => known.TryGetValue(key, out var text) ? text : known[key] = texts[key].Value;

    public string Format(string key, params ReadOnlySpan<object?> values) => string.Format(CultureInfo.CurrentCulture, this[key], values);

    /// <summary>A text with a count in it: the form of <c>key.one</c>, <c>key.few</c>, <c>key.many</c> … that the language wants, <c>key.other</c> where it has no such form.</summary>
    public string Count(string key, long count)
    {
        var form = $"{key}.{PluralForm.Of(Language.PrimaryOf(Language.Current), count)}";
        return string.Format(CultureInfo.CurrentCulture, Has(form) ? this[form] : this[$"{key}.other"], Figures.Whole(count));
    }

    /// <summary>A word of the contract, such as a status.</summary>
    public string Of<T>(T value)
        where T : struct, Enum => this[$"{typeof(T).Name}.{value}"];

    bool Has(string key) => known.ContainsKey(key) || !texts[key].ResourceNotFound;
}
