using Portal.Client.Api;

namespace Portal.Client.Desk;

/// <summary>What needs the caller.</summary>
public interface IDeskService
{
    /// <summary>Newest first.</summary>
    Task<Result<ListPage<Attention>>> ListAttention(ListQuery query, CancellationToken cancellation);

    Task<Result<AttentionClear>> ClearAttention(AttentionClearInput input, CancellationToken cancellation);
}
