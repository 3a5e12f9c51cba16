using System.Globalization;
using Microsoft.Extensions.Localization;
using Portal.Client.Handling.Resources;

namespace Portal.Client.Handling;

/// <summary>The texts about the team, in the reader's language.</summary>
public sealed class HandlingWords(IStringLocalizer<HandlingTexts> texts)
{
    public string this[string key] => texts[key].Value;

    public string Format(string key, params ReadOnlySpan<object?> values) => string.Format(CultureInfo.CurrentCulture, this[key], values);

    /// <summary>A person's name within a sentence, which keeps its direction to itself.</summary>
    public static string Name(string name) => $"\u2068{name}\u2069";
}
