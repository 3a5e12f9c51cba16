using System.Globalization;
using Microsoft.Extensions.Localization;
using Portal.Client.Embed.Resources;

namespace Portal.Client.Embed;

/// <summary>The texts of the chat on other sites, in the visitor's language.</summary>
public sealed class EmbedWords(IStringLocalizer<EmbedTexts> texts)
{
    public string this[string key] => texts[key].Value;

    public string Format(string key, params ReadOnlySpan<object?> values) => string.Format(CultureInfo.CurrentCulture, this[key], values);
}
