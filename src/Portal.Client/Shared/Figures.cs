using System.Globalization;

namespace Portal.Client.Shared;

/// <summary>Figures as people read them; the exact one is always one hover away.</summary>
public static class Figures
{
    /// <summary>1234567 → "1,234,567".</summary>
    public static string Whole(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>12437 → "12.4 k".</summary>
    public static string Short(long value) => Math.Abs(value) switch
    {
        < 10_000 => Whole(value),
        < 1_000_000 => $"{value / 1000m:0.#} k",
        < 1_000_000_000 => $"{value / 1_000_000m:0.##} M",
        _ => $"{value / 1_000_000_000m:0.##} G",
    };

    /// <summary>Cents from a dollar up, two significant digits below: a reply's cost is never rounded to nothing.</summary>
    public static string Money(decimal dollars) => Money(dollars, "$", 2);

    /// <param name="sign">Stands before the amount.</param>
    /// <param name="cents">Digits after the point from a unit up.</param>
    public static string Money(decimal amount, string sign, int cents)
    {
        var size = Math.Abs(amount);
        if (size == 0) return $"{sign}0";
        if (size < 0.000001m) return $"< {sign}0.000001";
        var digits = 2;
        for (var unit = 0.1m; size < unit && digits < 8; unit /= 10) digits++;
        var figure = size.ToString(size >= 1 ? $"N{cents}" : $"F{digits}", CultureInfo.InvariantCulture);
        return $"{(amount < 0 ? "-" : "")}{sign}{figure}";
    }

    public static string MoneyExact(decimal dollars) => dollars.ToString("$#,##0.#########;-$#,##0.#########", CultureInfo.InvariantCulture) + " (US dollars)";

    public static string Milliseconds(long value) => value < 1000 ? $"{value} ms" : $"{value / 1000m:0.0} s";
}
