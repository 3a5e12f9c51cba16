using System.Text.Json.Serialization;
using Portal.Client.Api;
using static Portal.Client.Api.ApiJson;

namespace Portal.Client.Pricing;

/// <summary>Whether the sums that reports are made of equal the rows, and each cost its price's arithmetic.</summary>
/// <param name="CheckedAt">Unix seconds.</param>
/// <param name="Rows">Model calls that were compared.</param>
/// <param name="Charges">Charges beside model calls.</param>
/// <param name="Unverified">Of the rows: those that no price that is still known decided, so that only their sums could be checked.</param>
/// <param name="DifferenceCount">How many differences there are; 0 where everything is equal.</param>
/// <param name="Repaired">How many wrong sums were written anew from their rows.</param>
/// <param name="Differences">The first 200, for those who manage the organization.</param>
public sealed record Reconciliation(
    string Id, long CheckedAt, long Rows, long Charges, long Unverified, long DifferenceCount, long Repaired, IReadOnlyList<ReconciliationDifference> Differences)
{
    public string Object => "reconciliation";

    public bool Ok => DifferenceCount == 0;
}

/// <param name="Id">The sum (<c>model/gpt-4-fast-2026</c>), the call (<c>use_…</c>) or the charge (<c>chg_…</c>).</param>
/// <param name="Start">Unix seconds: where the hour or day begins, or the moment of the row.</param>
/// <param name="Field">What differs, such as <c>input_tokens</c>; money in nano-dollars.</param>
/// <param name="Expected">By the rows, or by the price.</param>
public sealed record ReconciliationDifference(
    DifferenceKind Kind, string ProjectId, string Id, long Start, string Field, long Expected, long Found);

[JsonConverter(typeof(SnakeCaseEnum<DifferenceKind>))]
public enum DifferenceKind
{
    /// <summary>The sum of an hour. It can be repaired from its rows.</summary>
    Hour,
    /// <summary>The sum of a day. It can be repaired from its rows.</summary>
    Day,
    /// <summary>The sum of a month. It can be repaired from its rows.</summary>
    Month,
    /// <summary>A row's cost is not what its price makes of it. Rows are the record: they are told of, never changed.</summary>
    Cost,
}

public sealed record ReconciliationInput
{
    /// <summary>True writes wrong sums anew from their rows.</summary>
    public bool Repair { get; init; }
}

public interface IReconciliationService
{
    /// <summary>The last hundred comparisons, the newest first.</summary>
    Task<Result<ListPage<Reconciliation>>> List(ListQuery query, CancellationToken cancellation);

    /// <summary>Compares now.</summary>
    Task<Result<Reconciliation>> Check(ReconciliationInput input, CancellationToken cancellation);
}

sealed class ReconciliationClient(ApiClient api) : IReconciliationService
{
    const string Path = "v2/organization/reconciliation";

    public Task<Result<ListPage<Reconciliation>>> List(ListQuery query, CancellationToken cancellation) =>
        api.Get($"{Path}{new QueryString().Add(query)}", Default.ListPageReconciliation, cancellation);

    public Task<Result<Reconciliation>> Check(ReconciliationInput input, CancellationToken cancellation) =>
        api.Post(Path, input, Default.ReconciliationInput, Default.Reconciliation, cancellation);
}
