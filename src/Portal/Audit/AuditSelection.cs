using Portal.Client.Audit;

namespace Portal.Audit;

/// <summary>Which rows are read, and in which order.</summary>
/// <param name="Projects">Rows of these projects only; null for all rows.</param>
/// <param name="Low">The lowest sequence, inclusive.</param>
/// <param name="High">The highest sequence, inclusive.</param>
internal sealed record AuditSelection(AuditFilter Filter, IReadOnlyList<string>? Projects, long Low, long High, bool Descending, int Take)
{
    public string Order => Descending ? "DESC" : "ASC";

    /// <summary>True where the projects are the narrowest that an index knows, and there are several.</summary>
    public bool NeedsMerge => Projects is { Count: > 1 }
        && Filter is { ActorId: null, TargetId: null, Query: null, Outcome: null or AuditOutcome.Success };

    /// <summary>What is left after the rows up to and with this one have been read.</summary>
    public AuditSelection After(long sequence) => Descending ? this with { High = sequence - 1 } : this with { Low = sequence + 1 };
}

/// <param name="ReadUpTo">The last sequence that was looked at; null where nothing is left beyond.</param>
internal sealed record AuditSlice(IReadOnlyList<AuditRow> Rows, long? ReadUpTo)
{
    /// <summary>One row more than asked for was read, which tells that there are more.</summary>
    public static AuditSlice Full(List<AuditRow> rows, int take) => new(rows[..take], rows[take - 1].Sequence);
}
