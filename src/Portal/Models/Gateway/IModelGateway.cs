namespace Portal.Models.Gateway;

/// <summary>The only way to a model: routes, calls, retries, falls back, and says what it took.</summary>
internal interface IModelGateway
{
    /// <summary>
    /// Streams one model call. Never throws but for cancellation; otherwise the last chunk is <see cref="ModelChunk.Ended"/>
    /// and there is exactly one. After a cancellation no chunk follows.
    /// </summary>
    IAsyncEnumerable<ModelChunk> Stream(ModelCall call, CancellationToken cancellation);
}
