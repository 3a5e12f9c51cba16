namespace Portal.Safety.Detection.Recognisers;

/// <summary>
/// Bank accounts that are not IBANs, next to words that say so: US routing numbers with their checksum, UK sort codes with
/// account numbers, account numbers of 6 to 17 digits.
/// </summary>
sealed class BankAccount : Recogniser
{
    static readonly Context Routing = Context.Of("routing", "aba", "rtn", "transit", "bank code");
    static readonly Context Sort = Context.Of("sort code", "sort-code", "sortcode");
    static readonly Context Account = Context.Of(
        "bank account", "account number", "account no", "account #", "account num", "acct", "acc no", "a/c", "account", "checking", "savings", "kontonummer", "konto", "konto-nr",
        "compte", "compte bancaire", "cuenta", "cuenta bancaria", "conto corrente", "rekeningnummer", "conta", "account_number", "bank_account", "accountnumber", "bankaccount");
    static readonly Context Other = Context.Of("customer account", "user account", "account manager", "account id", "service account", "kundenkonto", "account code", "gl account", "ledger account", "compte client");

    public override int Candidate(ReadOnlySpan<char> text, int from) => Numbers.Candidate(text, from, 6);

    public override Hit At(Window window)
    {
        if (!Numbers.IsFree(window)) return Hit.None;
        Span<char> digits = stackalloc char[Numbers.Most];
        Span<int> ends = stackalloc int[Numbers.Most];
        var count = Numbers.Read(window.Ahead, " -", digits, ends);
        if (count < 6) return Hit.None;
        var near = Numbers.Near(window, 40);
        if (SortCode(window, digits, ends, count) is { Length: > 0 } sort) return sort;
        for (; count >= 6; count--)
        {
            if (count < Numbers.Most && !Numbers.IsFreeAfter(window, ends[count - 1])) continue;
            var isOne = Numbers.IsTogether(ends[..count]) || (count >= 8 && IsDashed(window, ends[count - 1]));
            if (count == 9 && IsRouting(digits[..9]) && Routing.IsIn(near)) return new(ends[8], 0.95);
            if (isOne && count <= 17 && Account.IsIn(near) && !Other.IsIn(near) && !IsMoney(window, ends[count - 1])) return new(ends[count - 1], 0.8);
        }

        return Hit.None;
    }

    static Hit SortCode(Window window, ReadOnlySpan<char> digits, ReadOnlySpan<int> ends, int count)
    {
        if (count is not (6 or 14) || !Numbers.IsFreeAfter(window, ends[count - 1])) return Hit.None;
        var isDashed = Numbers.IsGrouped(ends[..6], 2, 2, 2);
        var isNamed = Sort.IsIn(Numbers.Near(window, 40));
        return count switch
        {
            6 when isNamed && (isDashed || Numbers.IsTogether(ends[..6])) => new(ends[5], 0.95),
            14 when isDashed && Numbers.IsTogether(ends[6..14]) && (isNamed || Account.IsNear(window, ends[13])) => new(ends[13], 0.95),
            _ => Hit.None,
        };
    }

    /// <summary>The first two digits are those of a Federal Reserve district, and the checksum fits.</summary>
    static bool IsRouting(ReadOnlySpan<char> digits) =>
        Numbers.Value(digits[..2]) is <= 12 or (>= 21 and <= 32) or (>= 61 and <= 72) or 80
        && CheckDigits.Weighted(digits, 3, 7, 1, 3, 7, 1, 3, 7, 1) % 10 == 0 && digits.ContainsAnyExcept('0');

    static bool IsDashed(Window window, int end) => !window.Ahead[..end].Contains(' ');

    static bool IsMoney(Window window, int end) => (window[end] == '.' && char.IsAsciiDigit(window[end + 1])) || window[end + 1] is '€' or '$';
}
