using Portal.Client.Api;

namespace Portal.Client.Pricing;

/// <summary>A provider's own export of what was used, compared with the rows here as they stood when it was brought.</summary>
/// <param name="Id"><c>imp_…</c></param>
/// <param name="Format">Whose columns the file has: <c>openai</c>, <c>anthropic</c> or <c>plain</c>.</param>
/// <param name="Rows">Of the file.</param>
/// <param name="HasTokens">False where the file says nothing of tokens, such as an export of costs; they are then not compared.</param>
/// <param name="HasCost">False where the file says nothing of money.</param>
/// <param name="Total">Over all lines; its day and model are empty.</param>
/// <param name="Lines">By day (UTC), then model.</param>
public sealed record UsageImport(
    string Id, string Format, string? ProviderId, long Rows, string From, string To, bool HasTokens, bool HasCost, UsageImportLine Total, IReadOnlyList<UsageImportLine> Lines,
    string CreatedBy, long CreatedAt)
{
    public string Object => "usage.import";
}

/// <param name="Day">Such as <c>2026-03-05</c>, UTC.</param>
/// <param name="Model">As the provider calls it, without the date of its version.</param>
/// <param name="OurModels">The catalogue's models whose calls are compared: of this name, or sent on to it.</param>
/// <param name="Provider">What the file says.</param>
/// <param name="Ours">What the rows here say. Its cost is the provider's charge as known here.</param>
/// <param name="Difference">Provider's less ours.</param>
public sealed record UsageImportLine(
    string Day, string Model, IReadOnlyList<string> OurModels, UsageImportFigures Provider, UsageImportFigures Ours, UsageImportFigures Difference);

/// <param name="InputTokens">With those that were cached.</param>
/// <param name="Cost">US dollars.</param>
public sealed record UsageImportFigures(long Requests, long InputTokens, long CachedTokens, long OutputTokens, decimal Cost)
{
    public static readonly UsageImportFigures None = new(0, 0, 0, 0, 0);

    public static UsageImportFigures operator +(UsageImportFigures one, UsageImportFigures other) => new(
        one.Requests + other.Requests, one.InputTokens + other.InputTokens, one.CachedTokens + other.CachedTokens, one.OutputTokens + other.OutputTokens, one.Cost + other.Cost);

    public static UsageImportFigures operator -(UsageImportFigures one, UsageImportFigures other) => new(
        one.Requests - other.Requests, one.InputTokens - other.InputTokens, one.CachedTokens - other.CachedTokens, one.OutputTokens - other.OutputTokens, one.Cost - other.Cost);
}

public interface IUsageImportsService
{
    Task<Result<UsageImport>> Get(string id, CancellationToken cancellation);

    /// <summary>The newest first, without their lines.</summary>
    Task<Result<ListPage<UsageImport>>> List(ListQuery query, CancellationToken cancellation);

    /// <summary>400 with the row where the file is not what it should be.</summary>
    /// <param name="providerId">Compares only calls that this provider served; null for all.</param>
    Task<Result<UsageImport>> Import(string csv, string? providerId, CancellationToken cancellation);

    /// <summary>The comparison goes; what was used stays.</summary>
    Task<Result<Deleted>> Delete(string id, CancellationToken cancellation);
}
