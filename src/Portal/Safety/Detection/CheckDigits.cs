using System.Collections.Frozen;

namespace Portal.Safety.Detection;

/// <summary>Check digits of numbers. All take ASCII letters and digits, without separators.</summary>
static class CheckDigits
{
    static readonly FrozenDictionary<string, Func<string, bool>> ByName = new Dictionary<string, Func<string, bool>>
    {
        ["luhn"] = number => Luhn(number),
        ["mod97"] = number => Mod97(number),
        ["mod11"] = number => Mod11(number),
        ["verhoeff"] = number => Verhoeff(number),
        ["mod11_10"] = number => Mod11And10(number),
    }.ToFrozenDictionary();

    static readonly byte[] Permutation = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4];
    static readonly byte[][] Dihedral =
    [
        [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 2, 3, 4, 0, 6, 7, 8, 9, 5], [2, 3, 4, 0, 1, 7, 8, 9, 5, 6], [3, 4, 0, 1, 2, 8, 9, 5, 6, 7],
        [4, 0, 1, 2, 3, 9, 5, 6, 7, 8], [5, 9, 8, 7, 6, 0, 4, 3, 2, 1], [6, 5, 9, 8, 7, 1, 0, 4, 3, 2], [7, 6, 5, 9, 8, 2, 1, 0, 4, 3],
        [8, 7, 6, 5, 9, 3, 2, 1, 0, 4], [9, 8, 7, 6, 5, 4, 3, 2, 1, 0],
    ];
    static readonly byte[][] Permutations = MakePermutations();

    /// <summary>The rules that a pattern may name.</summary>
    public static IReadOnlyCollection<string> Names => ByName.Keys;

    /// <returns>Null where no rule has the name.</returns>
    public static Func<string, bool>? Find(string name) => ByName.GetValueOrDefault(name);

    /// <summary>ISO/IEC 7812-1, of payment cards.</summary>
    public static bool Luhn(ReadOnlySpan<char> number)
    {
        var (sum, isDouble) = (0, false);
        for (var index = number.Length - 1; index >= 0; index--, isDouble = !isDouble)
        {
            if (!char.IsAsciiDigit(number[index])) return false;
            var digit = number[index] - '0';
            sum += !isDouble ? digit : digit < 5 ? digit * 2 : digit * 2 - 9;
        }

        return number.Length > 1 && sum % 10 == 0;
    }

    /// <summary>ISO/IEC 7064 mod 97-10, letters as 10 to 35: the whole number leaves 1.</summary>
    public static bool Mod97(ReadOnlySpan<char> number) => number.Length > 2 && Remainder97(number) == 1;

    /// <returns>-1 where a character is neither digit nor capital.</returns>
    public static int Remainder97(ReadOnlySpan<char> number)
    {
        var rest = 0;
        foreach (var c in number)
        {
            if (char.IsAsciiDigit(c)) rest = (rest * 10 + c - '0') % 97;
            else if (char.IsAsciiLetterUpper(c)) rest = (rest * 100 + c - 'A' + 10) % 97;
            else return -1;
        }

        return rest;
    }

    /// <summary>Weights 2 to 7 from the right, again and again; the last digit (X is ten) makes the sum a multiple of 11.</summary>
    public static bool Mod11(ReadOnlySpan<char> number)
    {
        if (number.Length < 2) return false;
        var sum = number[^1] is 'X' or 'x' ? 10 : char.IsAsciiDigit(number[^1]) ? number[^1] - '0' : -1;
        if (sum < 0) return false;
        for (var (index, weight) = (number.Length - 2, 2); index >= 0; index--, weight = weight == 7 ? 2 : weight + 1)
        {
            if (!char.IsAsciiDigit(number[index])) return false;
            sum += (number[index] - '0') * weight;
        }

        return sum % 11 == 0;
    }

    /// <summary>ISO/IEC 7064 mod 11,10, of German tax numbers.</summary>
    public static bool Mod11And10(ReadOnlySpan<char> number)
    {
        var product = 10;
        foreach (var c in number[..^1])
        {
            if (!char.IsAsciiDigit(c)) return false;
            var sum = (c - '0' + product) % 10;
            product = (sum == 0 ? 10 : sum) * 2 % 11;
        }

        return number.Length > 1 && (11 - product) % 10 == number[^1] - '0';
    }

    /// <summary>Verhoeff's, of Aadhaar numbers.</summary>
    public static bool Verhoeff(ReadOnlySpan<char> number)
    {
        var check = 0;
        for (var index = 0; index < number.Length; index++)
        {
            var c = number[^(index + 1)];
            if (!char.IsAsciiDigit(c)) return false;
            check = Dihedral[check][Permutations[index % 8][c - '0']];
        }

        return number.Length > 1 && check == 0;
    }

    /// <summary>The sum of the digits, each times its weight; digits without a weight do not count.</summary>
    public static int Weighted(ReadOnlySpan<char> digits, params ReadOnlySpan<int> weights)
    {
        var sum = 0;
        for (var index = 0; index < weights.Length && index < digits.Length; index++) sum += (digits[index] - '0') * weights[index];
        return sum;
    }

    static byte[][] MakePermutations()
    {
        var all = new byte[8][];
        all[0] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
        all[1] = Permutation;
        for (var power = 2; power < 8; power++) all[power] = [.. all[power - 1].Select(digit => Permutation[digit])];
        return all;
    }
}
