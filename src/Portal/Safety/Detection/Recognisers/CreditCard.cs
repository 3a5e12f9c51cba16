namespace Portal.Safety.Detection.Recognisers;

/// <summary>Payment cards: a known issuer's range, its length, and Luhn's check digit.</summary>
sealed class CreditCard : Recogniser
{
    static readonly Context Words = Context.Of(
        "card*", "credit", "debit", "visa", "mastercard", "amex", "american express", "maestro", "discover", "pan", "cc", "cvv", "cvc", "expir*", "exp",
        "kreditkarte*", "karte*", "carte*", "tarjeta*", "carta", "cartao");

    public override int Candidate(ReadOnlySpan<char> text, int from) => Numbers.Candidate(text, from, 12);

    public override Hit At(Window window)
    {
        if (!Numbers.IsFree(window) || window[0] is < '1' or > '6') return Hit.None;
        Span<char> digits = stackalloc char[19];
        Span<int> ends = stackalloc int[19];
        var count = Numbers.Read(window.Ahead, " -.", digits, ends);
        for (; count >= 12; count--)
        {
            var number = digits[..count];
            var grouping = ends[..count];
            if (!Numbers.IsFreeAfter(window, ends[count - 1]) || !IsUsual(grouping)) continue;
            var kind = KindOf(number);
            if (kind == Kind.None || !CheckDigits.Luhn(number) || number.IndexOfAnyExcept(number[0]) < 0) continue;
            var isNamed = Words.IsNear(window, ends[count - 1]);
            if (!isNamed && (kind == Kind.Vague || (Numbers.IsTogether(grouping) && Numbers.IsForeign(window)))) continue;
            return new(ends[count - 1], isNamed ? 1 : 0.9);
        }

        return Hit.None;
    }

    enum Kind { None, Vague, Known }

    static bool IsUsual(ReadOnlySpan<int> ends) =>
        Numbers.IsTogether(ends) || Numbers.IsSpaced(ends) || ends.Length switch
        {
            15 => Numbers.IsGrouped(ends, 4, 6, 5) || Numbers.IsGrouped(ends, 4, 4, 4, 3),
            14 => Numbers.IsGrouped(ends, 4, 6, 4) || Numbers.IsGrouped(ends, 4, 4, 4, 2),
            16 => Numbers.IsGrouped(ends, 4, 4, 4, 4) || Numbers.IsGrouped(ends, 8, 8),
            19 => Numbers.IsGrouped(ends, 4, 4, 4, 4, 3) || Numbers.IsGrouped(ends, 6, 13),
            18 => Numbers.IsGrouped(ends, 4, 4, 4, 4, 2) || Numbers.IsGrouped(ends, 4, 5, 4, 5),
            13 => Numbers.IsGrouped(ends, 4, 4, 4, 1) || Numbers.IsGrouped(ends, 4, 3, 3, 3),
            12 => Numbers.IsGrouped(ends, 4, 4, 4),
            17 => Numbers.IsGrouped(ends, 4, 4, 4, 4, 1),
            _ => false,
        };

    static Kind KindOf(ReadOnlySpan<char> number)
    {
        var six = Numbers.Value(number[..6]);
        return (number.Length, six / 10000, six / 100, six / 1000) switch
        {
            (16, >= 40 and <= 49, _, _) or (16, >= 51 and <= 55, _, _) or (16, _, >= 2221 and <= 2720, _) => Kind.Known,
            (15, 34 or 37, _, _) or (15, _, 1800 or 2131, _) => Kind.Known,
            (14, 36 or 38 or 39, _, _) or (14, _, _, >= 300 and <= 305) => Kind.Known,
            (>= 16 and <= 19, 65, _, _) or (>= 16 and <= 19, _, 6011, _) or (>= 16 and <= 19, _, _, >= 644 and <= 649) => Kind.Known,
            (>= 16 and <= 19, _, >= 3528 and <= 3589, _) or (>= 16 and <= 19, 62, _, _) or (>= 16 and <= 19, _, >= 2200 and <= 2204, _) => Kind.Known,
            (13 or 19, >= 40 and <= 49, _, _) => Kind.Vague,
            (>= 12 and <= 19, 50 or (>= 56 and <= 69), _, _) => Kind.Vague,
            _ => Kind.None,
        };
    }
}
