using Portal.Client.Security;
using QRCoder;

namespace Portal.Access.TwoFactor;

/// <summary>How a secret gets into an authenticator app.</summary>
internal static class Authenticator
{
    const string Issuer = "Portal";

    /// <summary>The key URI format that the apps share.</summary>
    public static string Uri(string email, string secret) =>
        $"otpauth://totp/{Issuer}:{System.Uri.EscapeDataString(email)}?secret={secret}&issuer={Issuer}&algorithm=SHA1&digits=6&period={Totp.StepSeconds}";

    /// <summary>Each run of dark modules in a row is one rectangle.</summary>
    public static QrCode Qr(string text)
    {
        using var generator = new QRCodeGenerator();
        using var data = generator.CreateQrCode(text, QRCodeGenerator.ECCLevel.M);
        var rows = data.ModuleMatrix;
        var path = new System.Text.StringBuilder();
        for (var y = 0; y < rows.Count; y++)
        {
            for (var x = 0; x < rows[y].Length; x++)
            {
                if (!rows[y][x]) continue;
                var start = x;
                while (x < rows[y].Length && rows[y][x]) x++;
                path.Append($"M{start} {y}h{x - start}v1h-{x - start}z");
            }
        }

        return new QrCode(rows.Count, path.ToString());
    }
}
