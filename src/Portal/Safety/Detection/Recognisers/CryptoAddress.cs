using System.Buffers;
using System.Numerics;
using System.Security.Cryptography;

namespace Portal.Safety.Detection.Recognisers;

/// <summary>
/// Addresses of Bitcoin, Litecoin, Dogecoin and Tron (Base58Check), Bitcoin and Litecoin (Bech32, BIP 173 and 350), and
/// Ethereum (EIP-55 where capitals and small letters are mixed).
/// </summary>
sealed class CryptoAddress : Recogniser
{
    const string Base58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz", Bech32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
    static readonly SearchValues<char> Word = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789");
    static readonly SearchValues<char> Base58Signs = SearchValues.Create(Base58);

    public override int Longest => 192;
    public override int Before => 4;
    public override int After => 4;

    /// <summary>Words long enough: looked at from behind, so that most of a text is stepped over.</summary>
    public override int Candidate(ReadOnlySpan<char> text, int from)
    {
        const int Shortest = 26;
        while (from + Shortest <= text.Length)
        {
            var gap = text.Slice(from, Shortest).LastIndexOfAnyExcept(Word);
            if (gap >= 0)
            {
                from += gap + 1;
                continue;
            }

            if (from == 0 || !Word.Contains(text[from - 1])) return from;
            var end = text[from..].IndexOfAnyExcept(Word);
            if (end < 0) return -1;
            from += end;
        }

        return -1;
    }

    public override Hit At(Window window)
    {
        if (Word.Contains(window.Previous)) return Hit.None;
        var length = window.Ahead.IndexOfAnyExcept(Word);
        var token = length < 0 ? window.Ahead : window.Ahead[..length];
        return IsBase58Check(token) || IsBech32(token) || IsEthereum(token) ? new(token.Length, 0.99) : Hit.None;
    }

    static bool IsBase58Check(ReadOnlySpan<char> token)
    {
        if (token.Length is < 26 or > 35 || token.ContainsAnyExcept(Base58Signs)) return false;
        var number = BigInteger.Zero;
        foreach (var c in token) number = number * 58 + Base58.IndexOf(c);
        Span<byte> bytes = stackalloc byte[40];
        if (number.GetByteCount(true) > 25) return false;
        bytes[..25].Clear();
        number.TryWriteBytes(bytes[(25 - number.GetByteCount(true))..], out _, true, true);
        if (bytes[0] is not (0 or 5 or 0x1E or 0x16 or 0x30 or 0x32 or 0x41)) return false;
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(bytes[..21], hash);
        SHA256.HashData(hash, hash);
        return hash[..4].SequenceEqual(bytes[21..25]);
    }

    static bool IsBech32(ReadOnlySpan<char> token)
    {
        if (token.Length is < 14 or > 90 || !(token.StartsWith("bc1", StringComparison.OrdinalIgnoreCase) || token.StartsWith("ltc1", StringComparison.OrdinalIgnoreCase))) return false;
        if (token.ContainsAnyInRange('A', 'Z') && token.ContainsAnyInRange('a', 'z')) return false;
        var mark = token[0] is 'b' or 'B' ? 2 : 3;
        var check = 1u;
        for (var index = 0; index < mark; index++) check = Step(check, (uint)((token[index] | 0x20) >> 5));
        check = Step(check, 0);
        for (var index = 0; index < mark; index++) check = Step(check, (uint)(token[index] & 31));
        foreach (var c in token[(mark + 1)..])
        {
            var value = Bech32.IndexOf((char)(char.IsAsciiLetter(c) ? c | 0x20 : c));
            if (value < 0) return false;
            check = Step(check, (uint)value);
        }

        return check is 1 or 0x2BC830A3;
    }

    static uint Step(uint check, uint value)
    {
        var top = check >> 25;
        check = (check & 0x1FFFFFF) << 5 ^ value;
        ReadOnlySpan<uint> generator = [0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3];
        for (var bit = 0; bit < 5; bit++)
            if ((top >> bit & 1) != 0) check ^= generator[bit];
        return check;
    }

    static bool IsEthereum(ReadOnlySpan<char> token)
    {
        if (token.Length != 42 || !token.StartsWith("0x", StringComparison.Ordinal)) return false;
        var digits = token[2..];
        foreach (var c in digits)
            if (!char.IsAsciiHexDigit(c)) return false;
        if (!digits.ContainsAnyInRange('a', 'f') || !digits.ContainsAnyInRange('A', 'F')) return true;
        Span<byte> small = stackalloc byte[40];
        for (var index = 0; index < 40; index++) small[index] = (byte)char.ToLowerInvariant(digits[index]);
        Span<byte> hash = stackalloc byte[32];
        Keccak256.Hash(small, hash);
        for (var index = 0; index < 40; index++)
        {
            var nibble = index % 2 == 0 ? hash[index / 2] >> 4 : hash[index / 2] & 15;
            if (char.IsAsciiLetter(digits[index]) && char.IsAsciiLetterUpper(digits[index]) != nibble >= 8) return false;
        }

        return true;
    }
}

/// <summary>Keccak-256 as Ethereum uses it, which SHA3-256 is not: its padding is older.</summary>
static class Keccak256
{
    const int Rate = 136;

    static readonly ulong[] Constants =
    [
        0x0000000000000001, 0x0000000000008082, 0x800000000000808A, 0x8000000080008000, 0x000000000000808B, 0x0000000080000001, 0x8000000080008081, 0x8000000000008009,
        0x000000000000008A, 0x0000000000000088, 0x0000000080008009, 0x000000008000000A, 0x000000008000808B, 0x800000000000008B, 0x8000000000008089, 0x8000000000008003,
        0x8000000000008002, 0x8000000000000080, 0x000000000000800A, 0x800000008000000A, 0x8000000080008081, 0x8000000000008080, 0x0000000080000001, 0x8000000080008008,
    ];
    static readonly int[] Rotations = [1, 3, 6, 10, 15, 21, 28, 36, 45, 55, 2, 14, 27, 41, 56, 8, 25, 43, 62, 18, 39, 61, 20, 44];
    static readonly int[] Lanes = [10, 7, 11, 17, 18, 3, 5, 16, 8, 21, 24, 4, 15, 23, 19, 13, 12, 2, 20, 14, 22, 9, 6, 1];

    /// <param name="text">At most 135 bytes.</param>
    public static void Hash(ReadOnlySpan<byte> text, Span<byte> hash)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(text.Length, Rate);
        Span<byte> block = stackalloc byte[Rate];
        block.Clear();
        text.CopyTo(block);
        block[text.Length] ^= 1;
        block[^1] ^= 0x80;
        Span<ulong> state = stackalloc ulong[25];
        state.Clear();
        for (var lane = 0; lane < Rate / 8; lane++) state[lane] = BitConverter.ToUInt64(block[(lane * 8)..]);
        foreach (var constant in Constants) Round(state, constant);
        for (var lane = 0; lane < 4; lane++) BitConverter.TryWriteBytes(hash[(lane * 8)..], state[lane]);
    }

    static void Round(Span<ulong> a, ulong constant)
    {
        Span<ulong> c = stackalloc ulong[5];
        for (var x = 0; x < 5; x++) c[x] = a[x] ^ a[x + 5] ^ a[x + 10] ^ a[x + 15] ^ a[x + 20];
        for (var x = 0; x < 5; x++)
            for (var y = 0; y < 25; y += 5) a[y + x] ^= c[(x + 4) % 5] ^ BitOperations.RotateLeft(c[(x + 1) % 5], 1);
        var moved = a[1];
        for (var index = 0; index < 24; index++) (a[Lanes[index]], moved) = (BitOperations.RotateLeft(moved, Rotations[index]), a[Lanes[index]]);
        for (var y = 0; y < 25; y += 5)
        {
            a.Slice(y, 5).CopyTo(c);
            for (var x = 0; x < 5; x++) a[y + x] = c[x] ^ (~c[(x + 1) % 5] & c[(x + 2) % 5]);
        }

        a[0] ^= constant;
    }
}
