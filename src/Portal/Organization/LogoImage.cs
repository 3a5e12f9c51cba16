using System.Xml;
using Portal.Client.Api;
using Portal.Client.Organization;

namespace Portal.Organization;

/// <summary>The organization's picture: looked into, so that nothing is served that is not the image that it says it is.</summary>
internal sealed record LogoImage(string MediaType, byte[] Bytes)
{
    const int MostBytes = 128 * 1024;
    const string Expected = "'logo' must be a PNG, JPEG, WebP or SVG image as a base64 data URI, such as data:image/png;base64,…";

    public static Result<LogoImage> Parse(string uri)
    {
        const string Scheme = "data:";
        const string Encoding = ";base64,";
        var cut = uri.IndexOf(Encoding, StringComparison.Ordinal);
        if (!uri.StartsWith(Scheme, StringComparison.Ordinal) || cut < 0) return Invalid(Expected);
        byte[] bytes;
        try
        {
            bytes = Convert.FromBase64String(uri[(cut + Encoding.Length)..]);
        }
        catch (FormatException)
        {
            return Invalid("'logo' is not valid base64.");
        }

        if (bytes.Length > MostBytes)
            return Invalid($"'logo' has {bytes.Length / 1024} KiB; the most is {MostBytes / 1024} KiB. Make the picture smaller.");
        var image = new LogoImage(uri[Scheme.Length..cut], bytes);
        return image.IsWhatItSays() ? image : Invalid(Expected);
    }

    /// <summary>Where the logo is served, below the portal's address; null where there is none. It changes with the picture.</summary>
    public static string? Address(OrganizationSettings settings) => settings.Logo is null ? null : $"organization/logo?v={settings.UpdatedAt}";

    bool IsWhatItSays() => MediaType switch
    {
        "image/png" => Bytes.AsSpan().StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]),
        "image/jpeg" => Bytes.AsSpan().StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]),
        "image/webp" => Bytes.Length > 12 && Bytes.AsSpan().StartsWith("RIFF"u8) && Bytes.AsSpan(8).StartsWith("WEBP"u8),
        "image/svg+xml" => IsSvg(),
        _ => false,
    };

    bool IsSvg()
    {
        try
        {
            using var reader = XmlReader.Create(new MemoryStream(Bytes), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
            if (reader.MoveToContent() is not XmlNodeType.Element || reader is not { LocalName: "svg", NamespaceURI: "http://www.w3.org/2000/svg" }) return false;
            while (reader.Read())
            {
            }

            return true;
        }
        catch (XmlException)
        {
            return false;
        }
    }

    static ApiError Invalid(string message) => ApiError.Invalid(message, "logo", "invalid_value");
}
