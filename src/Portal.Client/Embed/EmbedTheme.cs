using System.Globalization;

namespace Portal.Client.Embed;

/// <summary>The colours that a site has chosen for its chat, over the portal's own.</summary>
static class EmbedTheme
{
    /// <summary>From here on black stands out more than white (WCAG 2.2, contrast ratio).</summary>
    const double EvenLuminance = 0.179;

    public static string Of(EmbedLook? look)
    {
        var scheme = look?.Scheme switch { EmbedScheme.Light => "color-scheme: light;", EmbedScheme.Dark => "color-scheme: dark;", _ => "" };
        return look?.Accent is not { } accent
            ? scheme
            : $"{scheme}--portal-accent: {accent}; --portal-accent-hover: {accent}; --portal-on-accent: {(Luminance(accent) > EvenLuminance ? "#000000" : "#ffffff")};";
    }

    /// <param name="colour"><c>#rrggbb</c></param>
    static double Luminance(string colour) => (0.2126 * Linear(colour[1..3])) + (0.7152 * Linear(colour[3..5])) + (0.0722 * Linear(colour[5..7]));

    static double Linear(string hex)
    {
        var part = int.Parse(hex, NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255d;
        return part <= 0.04045 ? part / 12.92 : Math.Pow((part + 0.055) / 1.055, 2.4);
    }
}
