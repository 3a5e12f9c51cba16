namespace Portal.Access;

/// <summary>Callers with a key, from the feature that holds the keys.</summary>
internal interface IKeyCallers
{
    Task<KeyAttempt> Authenticate(string secret, string? address, string? requestId, CancellationToken cancellation);

    /// <summary>The callers as they are now, by <see cref="Caller.SecretHash"/>; those whose key has ended are left out.</summary>
    Task<IReadOnlyDictionary<string, Caller>> Fresh(IReadOnlyCollection<Caller> callers, CancellationToken cancellation);
}

/// <param name="Caller">Null where the key is refused.</param>
/// <param name="Known">The key behind the secret, also where it is refused; null where the secret is of no key.</param>
/// <param name="Refusal">For the log, never for the answer.</param>
internal sealed record KeyAttempt(Caller? Caller, Caller? Known, string? Refusal);
