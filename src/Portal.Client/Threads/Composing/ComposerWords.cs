using System.Globalization;
using Microsoft.Extensions.Localization;
using Portal.Client.Layout;
using Portal.Client.Shared;
using Portal.Client.Threads.Resources;

namespace Portal.Client.Threads.Composing;

/// <summary>The texts around the composer and the connection, in the reader's language.</summary>
public sealed class ComposerWords(IStringLocalizer<ComposerTexts> texts)
{
    public string this[string key] => texts[key].Value;

    public string Format(string key, params ReadOnlySpan<object?> values) => string.Format(CultureInfo.CurrentCulture, this[key], values);

    /// <summary>A text about so many of something: <c>key.one</c>, <c>key.few</c> … as the language wants it, else <c>key.other</c>.</summary>
    public string Count(string key, long count, params ReadOnlySpan<object?> others)
    {
        var form = texts[$"{key}.{PluralForm.Of(Language.PrimaryOf(Language.Current), count)}"];
        return string.Format(CultureInfo.CurrentCulture, form.ResourceNotFound ? this[$"{key}.other"] : form.Value, [Figures.Whole(count), .. others]);
    }
}
