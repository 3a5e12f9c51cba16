using System.Collections.Frozen;
using Portal.Safety.Detection.Recognisers;

namespace Portal.Safety.Detection;

/// <summary>The built-in entities.</summary>
static class Entities
{
    static readonly FrozenDictionary<string, Recogniser> Recognisers = new Dictionary<string, Recogniser>
    {
        ["person"] = new Person(),
        ["email"] = new Email(),
        ["phone"] = new Phone(),
        ["credit_card"] = new CreditCard(),
        ["iban"] = new Iban(),
        ["bank_account"] = new BankAccount(),
        ["national_id"] = new NationalId(),
        ["passport"] = new Passport(),
        ["driver_license"] = new DriverLicense(),
        ["ip_address"] = new IpAddress(),
        ["mac_address"] = new MacAddress(),
        ["url_credentials"] = new UrlCredentials(),
        ["secret"] = new Secret(),
        ["crypto_address"] = new CryptoAddress(),
        ["date_of_birth"] = new DateOfBirth(),
        ["address"] = new Address(),
    }.ToFrozenDictionary();

    /// <summary>Their names, as policies and findings say them.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        "person", "email", "phone", "credit_card", "iban", "bank_account", "national_id", "passport", "driver_license", "ip_address", "mac_address", "url_credentials", "secret",
        "crypto_address", "date_of_birth", "address",
    ];

    /// <returns>Null where there is no such entity.</returns>
    public static Recogniser? Recogniser(string entity) => Recognisers.GetValueOrDefault(entity);
}
