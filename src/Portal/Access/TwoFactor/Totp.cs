using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace Portal.Access.TwoFactor;

/// <summary>Time-based one-time passwords (RFC 6238): HMAC-SHA-1, 30 seconds, six digits, which is what every app does.</summary>
internal static class Totp
{
    public const int SecretBytes = 20;
    public const int StepSeconds = 30;

    /// <summary>A clock may be one step early or late.</summary>
    const int Tolerance = 1;

    /// <summary>How far a clock is looked for that is off: 15 minutes.</summary>
    const int FarthestStep = 30;

    public static long StepAt(DateTimeOffset time) => time.ToUnixTimeSeconds() / StepSeconds;

    public static string Code(ReadOnlySpan<byte> secret, long step)
    {
        Span<byte> counter = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        Span<byte> hash = stackalloc byte[HMACSHA1.HashSizeInBytes];
        // RFC 6238 builds on SHA-1, and HMAC does not suffer from its collisions.
#pragma warning disable CA5350
        HMACSHA1.HashData(secret, counter, hash);
#pragma warning restore CA5350
        var number = BinaryPrimitives.ReadInt32BigEndian(hash[(hash[^1] & 15)..]) & 0x7FFF_FFFF;
        return (number % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }

    /// <summary>The step that the code is of, after the last one that was taken; null where it is of none nearby.</summary>
    public static long? Match(ReadOnlySpan<byte> secret, string code, DateTimeOffset now, long lastStep)
    {
        long? found = null;
        for (var step = StepAt(now) - Tolerance; step <= StepAt(now) + Tolerance; step++)
            if (step > lastStep && IsCode(secret, step, code)) found = step;
        return found;
    }

    /// <summary>
    /// How far the clock behind a code of another time is off, ahead being positive; null where the code is just wrong.
    /// Only for somebody who is shown the secret anyway: to others it would tell future codes.
    /// </summary>
    public static TimeSpan? ClockError(ReadOnlySpan<byte> secret, string code, DateTimeOffset now)
    {
        for (var off = Tolerance + 1; off <= FarthestStep; off++)
        {
            if (IsCode(secret, StepAt(now) + off, code)) return TimeSpan.FromSeconds(off * StepSeconds);
            if (IsCode(secret, StepAt(now) - off, code)) return TimeSpan.FromSeconds(-off * StepSeconds);
        }

        return null;
    }

    static bool IsCode(ReadOnlySpan<byte> secret, long step, string code) =>
        step >= 0 && CryptographicOperations.FixedTimeEquals(
            System.Text.Encoding.UTF8.GetBytes(Code(secret, step)), System.Text.Encoding.UTF8.GetBytes(code));
}
