using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Portal.Client.Api;

namespace Portal.Client.Alerts;

/// <summary>Who is told of alerts, which digest they get, and in which money amounts are shown. There is one, and it always exists.</summary>
/// <param name="Emails">Who gets mail.</param>
/// <param name="Kinds">By address, the kinds that it is told of; who is missing is told of all.</param>
/// <param name="DigestHour">0–23, in the organization's time zone.</param>
/// <param name="DigestWeekday">Of the weekly digest.</param>
/// <param name="DisplayCurrency">Null for US dollars.</param>
/// <param name="UpdatedAt">Unix seconds; 0 where they were never changed.</param>
public sealed record AlertDelivery(
    IReadOnlyList<string> Emails,
    IReadOnlyDictionary<string, IReadOnlyList<AlertKind>> Kinds,
    DigestInterval Digest,
    int DigestHour,
    DigestWeekday DigestWeekday,
    DisplayCurrency? DisplayCurrency,
    long UpdatedAt)
{
    public string Object => "alert_settings";
}

[ReadOnlyFields("object", "updated_at")]
public sealed record AlertDeliveryInput
{
    public const int MostEmails = 20;

    [MaxLength(MostEmails)]
    public IReadOnlyList<string> Emails { get; init; } = [];

    public IReadOnlyDictionary<string, IReadOnlyList<AlertKind>> Kinds { get; init; } = new Dictionary<string, IReadOnlyList<AlertKind>>();

    public DigestInterval Digest { get; init; }

    [Range(0, 23)]
    public int DigestHour { get; init; } = 8;

    public DigestWeekday DigestWeekday { get; init; }

    public DisplayCurrency? DisplayCurrency { get; init; }
}

[JsonConverter(typeof(SnakeCaseEnum<DigestInterval>))]
public enum DigestInterval
{
    Off,
    Daily,
    Weekly,
}

[JsonConverter(typeof(SnakeCaseEnum<DigestWeekday>))]
public enum DigestWeekday
{
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

/// <summary>The money in which amounts are shown. They are kept, and answered by the API, in US dollars.</summary>
public sealed record DisplayCurrency
{
    public const double HighestRate = 1_000_000;

    /// <summary>An ISO 4217 code, such as <c>EUR</c>.</summary>
    public required string Code { get; init; }

    /// <summary>How many units a US dollar is; above 0, at most 1,000,000.</summary>
    [Range(0, HighestRate, MinimumIsExclusive = true)]
    public required decimal Rate { get; init; }
}
