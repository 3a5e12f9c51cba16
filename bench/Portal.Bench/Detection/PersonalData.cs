using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using Portal.Safety.Detection;

namespace Portal.Bench.Detection;

/// <summary>Made-up values of each entity, with right check digits, always the same for a seed.</summary>
sealed class PersonalData(int seed)
{
    const string Base58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    const string Capitals = "ABCDEFGHIJKLMNOPQRSTUVWXYZ", Word = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", Hex = "0123456789abcdef";

    // A third of the names are in no list of the detector.
    static readonly string[] Given = ["James", "Maria", "Olivia", "Thomas", "Sophie", "Lukas", "Carlos", "Emily", "Giulia", "Henrik", "Fatima", "Rajesh", "Tomasz", "Hannah", "Oluwaseun", "Thandiwe", "Xiaoming", "Nguyet", "Bronislava", "Aoife", "Kwabena", "Ysolde"];
    static readonly string[] Surnames = ["Smith", "Garcia", "Müller", "Johnson", "Rossi", "Dubois", "Kowalski", "Andersson", "Patel", "Novak", "Schneider", "O'Brien", "Nguyen", "Murphy", "Adeyemi-Cole", "Mthembu", "Vandersloot", "Quibell", "Szczepaniak", "Ravindranathan"];
    static readonly string[] Domains = ["example.com", "mail.example.co.uk", "firma.example.de", "beispiel.de", "corp-net.io", "universite.fr"];
    static readonly string[] Streets = ["Maple", "Church", "Oak Hill", "King", "Washington", "Station", "High", "Mill", "Sunset", "Elm"];
    static readonly string[] Cities = ["Springfield", "Leeds", "Portland", "Bristol", "Austin", "Dayton"];

    readonly Random random = new(seed);

    public T Pick<T>(IReadOnlyList<T> values) => values[random.Next(values.Count)];

    public int Number(int least, int most) => random.Next(least, most + 1);

    public string Digits(int count) => Signs("0123456789", count);

    public string Signs(string alphabet, int count) => string.Create(count, alphabet, (signs, from) =>
    {
        for (var index = 0; index < signs.Length; index++) signs[index] = from[random.Next(from.Length)];
    });

    public string Person() => random.Next(6) == 0 ? $"{Pick(Given)} {Signs(Capitals, 1)}. {Pick(Surnames)}" : $"{Pick(Given)} {Pick(Surnames)}";

    public string Email() => $"{Pick(Given).ToLowerInvariant()}{Pick([".", "_", "", "-"])}{Pick(["smith", "garcia", "mueller", "kim", Digits(3)])}@{Pick(Domains)}";

    public string Phone()
    {
        var (area, exchange, line) = ($"{Number(2, 9)}0{Number(2, 9)}", $"{Number(2, 9)}{Number(2, 9)}{Number(2, 9)}", Digits(4));
        return Pick([$"({area}) {exchange}-{line}", $"{area}-{exchange}-{line}", $"{area}.{exchange}.{line}", $"+1 {area} {exchange} {line}", $"+44 20 7{Digits(3)} {Digits(4)}", $"+49 30 {Number(2, 9)}{Digits(6)}",
            $"0{Number(1, 6)} {Digits(2)} {Digits(2)} {Digits(2)} {Digits(2)}", $"+33 {Number(1, 6)} {Digits(2)} {Digits(2)} {Digits(2)} {Digits(2)}", $"020 7{Digits(3)} {Digits(4)}", $"0{Number(151, 179)} {Number(1, 9)}{Digits(6)}", $"+34 6{Digits(2)} {Digits(3)} {Digits(3)}"]);
    }

    public string CreditCard()
    {
        var (prefix, length) = Pick<(string, int)>([("4", 16), ("51", 16), ("54", 16), ("2221", 16), ("34", 15), ("37", 15), ("6011", 16), ("36", 14)]);
        var number = Find(() => prefix + Digits(length - prefix.Length), text => CheckDigits.Luhn(text));
        return length == 16 ? Pick([number, Group(number, " ", 4, 4, 4, 4), Group(number, "-", 4, 4, 4, 4)]) : length == 15 ? Pick([number, Group(number, " ", 4, 6, 5)]) : Pick([number, Group(number, " ", 4, 6, 4)]);
    }

    public string Iban()
    {
        var (country, account) = Pick<(string, string)>([("DE", Digits(18)), ("GB", Signs(Capitals, 4) + Digits(14)), ("FR", Digits(23)), ("NL", Signs(Capitals, 4) + Digits(10)), ("ES", Digits(20)), ("IT", Signs(Capitals, 1) + Digits(22)), ("AT", Digits(16)), ("CH", Digits(17))]);
        var iban = $"{country}{98 - CheckDigits.Remainder97(account + country + "00"):00}{account}";
        return random.Next(2) == 0 ? iban : string.Join(' ', iban.Chunk(4).Select(group => new string(group)));
    }

    public (string Text, string Word) BankAccount() => Pick<Func<(string, string)>>(
    [
        () => (Find(() => "0" + Number(1, 9) + Digits(7), text => CheckDigits.Weighted(text, 3, 7, 1, 3, 7, 1, 3, 7, 1) % 10 == 0), "routing number"),
        () => (Digits(10), "account number"),
        () => ($"{Number(10, 99)}-{Number(10, 99)}-{Number(10, 99)} {Digits(8)}", "sort code and account"),
    ])();

    public (string Text, string Word) NationalId() => Pick<Func<(string, string)>>(
    [
        () => ($"{Number(100, 665)}-{Number(10, 99)}-{Number(1000, 9999)}", "social security number"),
        () => ($"{Number(100, 665)}-{Number(10, 99)}-{Number(1000, 9999)}", "SSN"),
        () => ($"{Pick(["AB", "CE", "JK", "PW"])}{Pick([Digits(6), Group(Digits(6), " ", 2, 2, 2)])}{Pick(["A", "B", "C", "D"])}", "National Insurance number"),
        () => (Find(GermanTax, text => CheckDigits.Mod11And10(text)), "Steuer-ID"),
        () => (Find(() => Nir(), _ => true), "numéro de sécurité sociale"),
        () => (Spanish(Digits(8)), "DNI"),
        () => (Find(() => Digits(9), text => (CheckDigits.Weighted(text, 9, 8, 7, 6, 5, 4, 3, 2) - (text[8] - '0')) % 11 == 0), "BSN"),
        () => (Find(() => $"{Number(50, 99)}{Number(1, 12):00}{Number(1, 28):00}{Digits(5)}", text => CheckDigits.Weighted(text, 1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1) % 10 == 0), "PESEL"),
        () => (Group(Find(() => Number(2, 9) + Digits(11), text => CheckDigits.Verhoeff(text)), " ", 4, 4, 4), "Aadhaar"),
        () => (Personnummer(), "personnummer"),
        () => (Brazilian(), "CPF"),
    ])();

    public string Passport() => Pick([Digits(9), Signs(Capitals, 1) + Digits(8), Signs("CFGHJK", 1) + Digits(2) + "X" + Digits(2) + "T" + Digits(2), Digits(2) + Signs(Capitals, 2) + Digits(5)]);

    public string DriverLicense() => Pick([Signs(Capitals, 1) + Digits(7), Signs(Capitals, 1) + Digits(3) + "-" + Digits(4) + "-" + Digits(4), Digits(8), Signs(Capitals, 2) + Digits(6)]);

    public string IpAddress() => random.Next(3) > 0
        ? $"{Pick([10, 172, 192, 203, 85])}.{Number(0, 255)}.{Number(0, 255)}.{Number(1, 254)}"
        : Pick([$"2001:db8::{Signs(Hex, 4)}:{Number(1, 9)}", $"fe80::{Number(1, 9)}{Signs(Hex, 3)}", string.Join(':', Enumerable.Range(0, 8).Select(_ => Number(1, 9) + Signs(Hex, 3)))]);

    public string MacAddress() => string.Join(Pick([":", "-"]), Enumerable.Range(0, 6).Select(index => index == 0 ? "a" + Signs(Hex, 1) : Signs(Hex, 2)));

    public string UrlCredentials() => Pick([$"https://{Pick(Given).ToLowerInvariant()}:{Signs(Word, 10)}@{Pick(Domains)}/path", $"postgres://app:{Signs(Word, 12)}@db.{Pick(Domains)}:5432/shop", $"amqp://guest:{Signs(Word, 8)}@queue.internal"]);

    public (string Text, string Word) Secret() => Pick<Func<(string, string)>>(
    [
        () => ("ghp_" + Signs(Word, 36), "token"), () => ("sk-" + Signs(Word, 40) + "7a", "key"), () => ("AKIA" + Signs(Capitals, 12) + Digits(4), "access key"), () => ("glpat-" + Signs(Word, 19) + "7", "token"),
        () => ("xoxb-" + Digits(11) + "-" + Signs(Word, 24), "token"), () => (Signs(Word, 30) + "9x", "api_key"), () => ("Tr0ub4" + Signs(Word, 5) + "!z", "password"),
        () => ("eyJhbGciOiJIUzI1NiJ9.eyJ" + Signs(Word, 30) + "." + Signs(Word, 43), "token"),
    ])();

    public string CryptoAddress() => Pick<Func<string>>([() => Bitcoin(), () => "0x" + Signs(Hex, 40)])();

    public string DateOfBirth()
    {
        var (day, month, year) = (Number(1, 28), Number(1, 12), Number(1940, 2005));
        string[] months = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
        return Pick([$"{day:00}/{month:00}/{year}", $"{year}-{month:00}-{day:00}", $"{day}.{month}.{year}", $"{months[month - 1]} {day}, {year}", $"{day} {months[month - 1]} {year}"]);
    }

    public string Address() => Pick([
        $"{Number(1, 999)} {Pick(Streets)} {Pick(["Street", "Avenue", "Road", "Lane", "Drive", "St.", "Ave"])}, {Pick(Cities)}, {Pick(["IL", "OR", "TX", "OH"])} {Number(10000, 99999)}",
        $"{Number(1, 99)} {Pick(Streets)} {Pick(["Street", "Road", "Close", "Gardens"])}, {Pick(Cities)} {Pick(["LS1 4AP", "BS1 5TR", "M1 1AE"])}",
        $"{Pick(["Hauptstraße", "Lindenweg", "Goethestr.", "Am Markt", "Schillerplatz"])} {Number(1, 150)}, {Number(10000, 99999)} {Pick(["Berlin", "Hamburg", "Köln"])}",
        $"{Number(1, 99)} {Pick(["rue", "avenue", "boulevard"])} {Pick(["de la République", "Victor Hugo", "des Lilas"])}, {Number(10000, 95000)} {Pick(["Paris", "Lyon", "Nantes"])}",
        $"Calle {Pick(["Mayor", "de Alcalá", "San Juan"])} {Number(1, 99)}, {Number(10000, 50000)} {Pick(["Madrid", "Sevilla"])}",
        $"P.O. Box {Number(10, 9999)}"]);

    string GermanTax()
    {
        var digits = "123456789".ToCharArray();
        random.Shuffle(digits);
        return $"{new string(digits)}{digits[random.Next(8)]}{random.Next(10)}";
    }

    string Nir()
    {
        var number = $"{Number(1, 2)}{Number(50, 99)}{Number(1, 12):00}{Number(10, 95)}{Digits(3)}{Digits(3)}";
        return Group($"{number}{97 - long.Parse(number) % 97:00}", " ", 1, 2, 2, 2, 3, 3, 2);
    }

    string Personnummer()
    {
        var number = Find(() => $"{Number(40, 99)}{Number(1, 12):00}{Number(1, 28):00}{Digits(4)}", text => CheckDigits.Luhn(text));
        return Group(number, "-", 6, 4);
    }

    string Brazilian()
    {
        var number = Digits(9);
        number += CheckDigits.Weighted(number, 10, 9, 8, 7, 6, 5, 4, 3, 2) * 10 % 11 % 10;
        number += CheckDigits.Weighted(number, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2) * 10 % 11 % 10;
        return $"{number[..3]}.{number[3..6]}.{number[6..9]}-{number[9..]}";
    }

    static string Spanish(string digits) => digits + "TRWAGMYFPDXBNJZSQVHLCKE"[int.Parse(digits) % 23];

    string Bitcoin()
    {
        var bytes = new byte[25];
        random.NextBytes(bytes.AsSpan(1, 20));
        SHA256.HashData(SHA256.HashData(bytes.AsSpan(0, 21))).AsSpan(0, 4).CopyTo(bytes.AsSpan(21));
        var text = new StringBuilder();
        for (var number = new BigInteger(bytes, true, true); number > 0; number /= 58) text.Insert(0, Base58[(int)(number % 58)]);
        return "1" + text;
    }

    static string Group(string text, string between, params int[] lengths)
    {
        var at = 0;
        return string.Join(between, lengths.Select(length => text.Substring((at += length) - length, length)));
    }

    static string Find(Func<string> make, Func<string, bool> isRight)
    {
        while (true)
            if (make() is var text && isRight(text)) return text;
    }
}
