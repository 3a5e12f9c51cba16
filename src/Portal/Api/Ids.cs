using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Portal.Api;

/// <summary>Ids: a prefix, then 26 characters that sort by time of making, also within a millisecond.</summary>
internal static class Ids
{
    const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
    static readonly Lock Gate = new();
    static long lastMilliseconds;
    static UInt128 lastRandom;

    /// <summary>When an id was made, in milliseconds since 1970; 0 where the text is none.</summary>
    public static long TimeOf(string id)
    {
        var (time, at) = (0L, id.IndexOf('_', StringComparison.Ordinal) + 1);
        if (at == 0 || id.Length < at + 10) return 0;
        foreach (var sign in id.AsSpan(at, 10))
        {
            var value = Alphabet.IndexOf(sign, StringComparison.Ordinal);
            if (value < 0) return 0;
            time = (time << 5) | (uint)value;
        }

        return time;
    }

    /// <param name="prefix">Without the underscore: <c>proj</c>, <c>asst</c>, <c>thread</c>, …</param>
    public static string New(string prefix)
    {
        UInt128 value;
        lock (Gate)
        {
            var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
            if (now > lastMilliseconds)
            {
                lastMilliseconds = now;
                Span<byte> bytes = stackalloc byte[16];
                RandomNumberGenerator.Fill(bytes);
                lastRandom = BinaryPrimitives.ReadUInt128BigEndian(bytes) >> 49;
            }
            else
            {
                Span<byte> step = stackalloc byte[4];
                RandomNumberGenerator.Fill(step);
                lastRandom += BitConverter.ToUInt32(step) | 1u;
            }

            value = ((UInt128)(ulong)lastMilliseconds << 80) | (lastRandom & ((UInt128.One << 80) - 1));
        }

        return string.Create(prefix.Length + 27, (prefix, value), static (text, state) =>
        {
            state.prefix.CopyTo(text);
            text[state.prefix.Length] = '_';
            var rest = state.value;
            for (var at = text.Length - 1; at > state.prefix.Length; at--)
            {
                text[at] = Alphabet[(int)(rest & 31)];
                rest >>= 5;
            }
        });
    }
}
