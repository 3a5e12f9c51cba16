using System.Globalization;
using Microsoft.Extensions.Localization;
using Portal.Client.Desk.Resources;
using Portal.Client.Layout;
using Portal.Client.Shared;
using Portal.Client.Threads;

namespace Portal.Client.Desk;

/// <summary>The desk's texts in the reader's language.</summary>
public sealed class DeskWords(IStringLocalizer<DeskTexts> texts)
{
    readonly Dictionary<string, string> known = [];

    public string this[string key] => known.TryGetValue(key, out var text) ? text : known[key] = texts[key].Value;

    public string Format(string key, params ReadOnlySpan<object?> values) => string.Format(CultureInfo.CurrentCulture, this[key], values);

    /// <summary>A text about so many of something, in the form that the language wants, else <c>key.other</c>.</summary>
    public string Count(string key, long count, params ReadOnlySpan<object?> others)
    {
        var form = $"{key}.{PluralForm.Of(Language.PrimaryOf(Language.Current), count)}";
        return string.Format(CultureInfo.CurrentCulture, Has(form) ? this[form] : this[$"{key}.other"], [Figures.Whole(count), .. others]);
    }

    /// <summary>A word of the contract, such as a status.</summary>
    public string Of<T>(T value)
        where T : struct, Enum => this[$"{typeof(T).Name}.{value}"];

    /// <summary>Why something needs the person.</summary>
    public string Reason(Attention attention) => attention.Actor is { } actor && Has($"By.{attention.Reason}")
        ? Format($"By.{attention.Reason}", actor.Name)
        : Of(attention.Reason);

    public string Title(string? title) => string.IsNullOrWhiteSpace(title) ? this["NewThread"] : title;

    /// <summary>A stretch of time in its largest unit.</summary>
    public string Duration(long seconds) => seconds switch
    {
        < 90 => Count("Seconds", seconds),
        < 5400 => Count("Minutes", (seconds + 30) / 60),
        _ => Count("Hours", (seconds + 1800) / 3600),
    };

    bool Has(string key) => known.ContainsKey(key) || !texts[key].ResourceNotFound;
}
