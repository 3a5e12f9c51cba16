using System.Text;

namespace Portal.Bench.Detection;

/// <summary>The texts that are made where no file is given: labelled sentences, and business text without personal data.</summary>
static class Texts
{
    static readonly Dictionary<string, string[]> Templates = new()
    {
        ["person"] = ["My name is {} and my order has not arrived.", "Please ask {} to call me back.", "Dear {}, thank you for your message.", "The contract was signed by {} last week.", "I spoke with {} about ticket 4410.", "{} will join the meeting at 10:30."],
        ["email"] = ["Write to {} if you need more.", "Contact: {}", "{\"to\":\"{}\",\"cc\":null}", "| 12 | {} | open |", "My address is {}, not the old one."],
        ["phone"] = ["You can call me at {} after six.", "Phone: {}", "My number is {}.", "tel={}; lang=en", "Reach us under {} (weekdays)."],
        ["credit_card"] = ["My card {} was declined.", "Please charge {} for order 10023.", "card_number: {}", "Visa or Mastercard? It is {}, valid until 12/27."],
        ["iban"] = ["Please refund to {}.", "IBAN: {}", "The transfer to {} over 1,250.00 EUR failed.", "\"iban\": \"{}\""],
        ["ip_address"] = ["The request came from {} at 12:30:45.", "Server {} does not answer.", "ip={}", "Blocked {}, see log."],
        ["mac_address"] = ["The device {} is offline.", "MAC: {}", "wlan0 has {} today."],
        ["url_credentials"] = ["Use {} to connect.", "DATABASE_URL={}", "It says `{}` in the log."],
        ["crypto_address"] = ["Send it to {} please.", "Wallet: {}", "The payment to {} is confirmed."],
        ["passport"] = ["My passport number is {}.", "Passport: {}", "Reisepass {} ist abgelaufen."],
        ["driver_license"] = ["My driver's license is {}.", "Driving licence no. {}", "DL: {}"],
        ["date_of_birth"] = ["I was born on {} in Leeds.", "Date of birth: {}", "DOB {}", "\"date_of_birth\": \"{}\""],
        ["address"] = ["Please deliver to {} on Monday.", "I live at {}.", "Address: {}", "Ship it to {}, thanks."],
    };

    static readonly string[] Prose =
    [
        "Thank you for your quick answer, that already helped a lot.", "I have tried to change the settings, but the page shows an error every time I save.",
        "Could you explain which of the two plans would suit a small team that mostly works from home?", "The parcel arrived, however the box was open and one of the cups is broken.",
        "We would like to know whether the contract can be ended before the summer.", "As far as I understand, the discount is only for new customers, which seems unfair to me.",
        "First open the menu, then choose the language, and restart the program.", "It works on my phone but not on the laptop, so I guess the browser is the problem.",
        "Our office is closed next week; please write to the team instead.", "The report describes how the market changed and what that means for our suppliers.",
        "If the light is red, unplug the device, wait a minute and plug it in again.", "I don't remember what I chose when I signed up, sorry about that.",
        "You'll find the form under “Documents”, and it can be filled in on the screen.", "There is no need to hurry, we can talk about it when you are back.",
        "The function returns the list in the order in which the items were added, unless a comparer is given.", "A refund takes some days, depending on the bank.",
        "Yes, that is possible: select the rows, press the button above the table and confirm.", "The weather was fine and the guests were happy, so we will surely do it again.",
        "Please keep in mind that the warranty does not cover damage by water.", "What surprised me most is how little the price has to do with the quality.",
    ];

    static readonly string[] Named = ["My {1} is {}.", "{1}: {}", "Here is the {1} {} again.", "please check {1} {}, thank you"];

    public static IReadOnlyList<LabelledText> Labelled(int seed, int each)
    {
        var data = new PersonalData(seed);
        var texts = new List<LabelledText>();
        for (var turn = 0; turn < each; turn++)
        {
            foreach (var (entity, templates) in Templates) texts.Add(LabelledText.Fill(data.Pick(templates), entity, Value(data, entity)));
            foreach (var (entity, (value, word)) in new[] { ("bank_account", data.BankAccount()), ("national_id", data.NationalId()), ("secret", data.Secret()) })
                texts.Add(LabelledText.Fill(data.Pick(Named).Replace("{1}", word, StringComparison.Ordinal), entity, value));
        }

        return texts;
    }

    /// <summary>Letters of a business full of numbers that are nobody's.</summary>
    public static string Business(int seed, int words)
    {
        var data = new PersonalData(seed);
        var text = new StringBuilder();
        for (var count = 0; count < words;)
        {
            var sentence = Sentence(data);
            text.Append(sentence).Append(data.Number(0, 5) == 0 ? "\n" : " ");
            count += sentence.Count(c => c == ' ') + 1;
        }

        return text.ToString();
    }

    /// <summary>What people write to an assistant: mostly words, some numbers, personal data in one sentence of twenty.</summary>
    public static string Ordinary(int seed, int words)
    {
        var data = new PersonalData(seed);
        var labelled = Labelled(seed, 20);
        var text = new StringBuilder();
        for (var count = 0; count < words;)
        {
            var sentence = data.Number(0, 19) switch { 0 => data.Pick(labelled).Text, < 4 => Sentence(data), _ => data.Pick(Prose) };
            text.Append(sentence).Append(data.Number(0, 5) == 0 ? "\n" : " ");
            count += sentence.Count(c => c == ' ') + 1;
        }

        return text.ToString();
    }

    static string Value(PersonalData data, string entity) => entity switch
    {
        "person" => data.Person(),
        "email" => data.Email(),
        "phone" => data.Phone(),
        "credit_card" => data.CreditCard(),
        "iban" => data.Iban(),
        "ip_address" => data.IpAddress(),
        "mac_address" => data.MacAddress(),
        "url_credentials" => data.UrlCredentials(),
        "crypto_address" => data.CryptoAddress(),
        "passport" => data.Passport(),
        "driver_license" => data.DriverLicense(),
        "date_of_birth" => data.DateOfBirth(),
        _ => data.Address(),
    };

    static string Sentence(PersonalData data) => data.Pick<Func<string>>(
    [
        () => $"Invoice {data.Number(2020, 2026)}-{data.Digits(6)} over ${data.Number(1, 9)},{data.Digits(3)}.{data.Digits(2)} is due on {data.Number(1, 28):00}/{data.Number(1, 12):00}/{data.Number(2024, 2026)}.",
        () => $"Your order {data.Digits(10)} with {data.Number(2, 9)} items was shipped on {data.Number(2024, 2026)}-{data.Number(1, 12):00}-{data.Number(1, 28):00}.",
        () => $"Tracking number 1Z{data.Signs("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", 16)} shows delivery at {data.Number(8, 18)}:{data.Number(10, 59)}.",
        () => $"Parts {data.Signs("ABCDEFGH", 2)}-{data.Digits(5)}-{data.Signs("ABCDEF", 1)} and {data.Digits(3)}-{data.Digits(4)} are out of stock until week {data.Number(1, 52)}.",
        () => $"Purchase order {data.Digits(8)} covers {data.Number(100, 5000)} units at {data.Number(1, 99)}.{data.Digits(2)} EUR each, {data.Number(5, 25)} % discount included.",
        () => $"The meeting on Monday, {data.Number(1, 28)} March {data.Number(2024, 2026)}, starts at {data.Number(8, 17)}:30 in room {data.Number(100, 499)}.",
        () => $"Please update to version {data.Number(1, 20)}.{data.Number(0, 30)}.{data.Number(0, 99)}.{data.Number(0, 9)} before the audit in Q{data.Number(1, 4)}.",
        () => $"Revenue grew from {data.Number(1, 9)}.{data.Digits(1)} to {data.Number(10, 99)}.{data.Digits(1)} million in fiscal year {data.Number(2019, 2025)}-{data.Number(20, 26)}.",
        () => $"SKU {data.Digits(12)} has barcode {data.Digits(13)} and weighs {data.Number(1, 40)} kg.",
        () => $"Ticket #{data.Digits(6)} about the Sales Dashboard was moved to the Billing Team with priority {data.Number(1, 5)}.",
        () => $"We measured {data.Number(100, 999)} x {data.Number(100, 999)} x {data.Number(10, 99)} mm, tolerance 0.{data.Digits(2)}.",
        () => $"The warehouse in Rotterdam received {data.Number(10, 90)} pallets, batch {data.Signs("ABCDEFGHIJKLMNOPQRSTUVWXYZ", 3)}{data.Digits(7)}.",
        () => $"Between {data.Number(9, 11)}:00 and {data.Number(12, 17)}:45 the Customer Service Center answered {data.Number(100, 900)} of {data.Number(901, 2000)} calls.",
        () => "According to the Service Level Agreement, the Supplier shall respond within two Business Days.",
        () => "The Board of Directors approved the Annual Report and the Budget for the next Fiscal Year.",
        () => $"Reference {data.Signs("ABCDEFGHIJKLMNOPQRSTUVWXYZ", 2)}{data.Digits(9)} must be quoted on payment; the total of {data.Number(10, 99)} {data.Digits(3)},{data.Digits(2)} is final.",
        () => $"Commit {data.Signs("0123456789abcdef", 40)} fixes issue {data.Digits(4)} and raises coverage to {data.Number(60, 99)}.{data.Digits(1)} %.",
        () => $"Room {data.Number(1, 40)}{data.Pick(["A", "B"])} on floor {data.Number(1, 9)} has {data.Number(4, 20)} seats, as the Facility Manager said on Tuesday.",
        () => $"Forecast for Q{data.Number(1, 4)}: {data.Number(100, 999)},{data.Digits(3)} units in North America, {data.Number(100, 999)},{data.Digits(3)} in Europe.",
        () => $"Article {data.Number(1, 90)} of the General Terms, section {data.Number(1, 9)}.{data.Number(1, 9)}, applies to contract {data.Digits(4)}/{data.Number(2019, 2026)}.",
        () => $"The id {data.Signs("0123456789abcdef", 8)}-{data.Signs("0123456789abcdef", 4)}-4{data.Signs("0123456789abcdef", 3)}-a{data.Signs("0123456789abcdef", 3)}-{data.Signs("0123456789abcdef", 12)} was not found in the Data Center.",
    ])();
}
