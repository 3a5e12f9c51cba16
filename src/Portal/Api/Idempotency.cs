using System.Security.Cryptography;
using System.Text;
using Portal.Access;
using Portal.Client.Api;
using Portal.Data;

namespace Portal.Api;

/// <summary>How a repeated POST reads again what the first one made.</summary>
/// <param name="Status">What the POST answers.</param>
internal sealed record ReplayMetadata(Func<HttpContext, string, Task<IResult>> Read, int Status = StatusCodes.Status200OK);

internal static class ReplayExtensions
{
    /// <summary>Declares how a repeat under the same <c>Idempotency-Key</c> answers: by reading the object again.</summary>
    public static RouteHandlerBuilder Replays<TService, T>(
        this RouteHandlerBuilder endpoint, Func<TService, HttpContext, string, Task<Result<T>>> read, int status = StatusCodes.Status200OK)
        where TService : notnull =>
        endpoint.WithMetadata(new ReplayMetadata(async (http, id) =>
            new Reply<T>(await read(http.RequestServices.GetRequiredService<TService>(), http, id), status), status));
}

/// <summary>
/// Which call under an <c>Idempotency-Key</c> is the first, per caller and for 24 hours. The record commits with its
/// effect (see <see cref="Audit.IJournal"/>), so that a call that was killed before its answer is recognized too.
/// </summary>
internal sealed class Repeats(IDatabase database, TimeProvider time)
{
    /// <summary>Waits while the same key is at work, then says whether the call repeats an earlier one.</summary>
    public async Task<Result<RepeatTurn>> Begin(CallContext context, string key, string hash, CancellationToken cancellation)
    {
        if (key.Length is 0 or > 255 || key.Any(char.IsControl))
            return ApiError.Invalid("'Idempotency-Key' must be 1 to 255 printable characters.", "Idempotency-Key", "invalid_value");
        var callerId = context.Caller.Id;
        var turn = await KeyedLock.Enter($"idempotency {callerId} {key}", cancellation);
        try
        {
            var now = time.GetUtcNow().ToUnixTimeSeconds();
            var earlier = await database.Read(connection => IdempotencyRepository.Find(connection, callerId, key, now), cancellation);
            if (earlier is { } made && made.RequestHash != hash)
            {
                turn.Dispose();
                return ApiError.Conflict("This Idempotency-Key was used for another request. Use a new key.", "idempotency_key_reused");
            }

            if (earlier is null) context.Idempotency = new IdempotencyKey(key, hash);
            return new RepeatTurn(turn, earlier?.ObjectId);
        }
        catch
        {
            turn.Dispose();
            throw;
        }
    }
}

/// <param name="ObjectId">What the first call made; null where this is the first.</param>
internal sealed record RepeatTurn(IDisposable Turn, string? ObjectId) : IDisposable
{
    public void Dispose() => Turn.Dispose();
}

/// <summary><c>Idempotency-Key</c> on every POST.</summary>
internal sealed class IdempotencyMiddleware(RequestDelegate next, Repeats repeats)
{
    public async Task InvokeAsync(HttpContext http, CallContext context)
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<ReplayMetadata>() is not { } replay
            || !http.Request.Headers.TryGetValue("Idempotency-Key", out var key)
            || !context.IsAuthenticated)
        {
            await next(http);
            return;
        }

        var begun = await repeats.Begin(context, key.ToString(), await Hash(http), http.RequestAborted);
        if (!begun.IsSuccess) throw new ApiErrorException(begun.Error);
        using var turn = begun.Value;
        // Once the answer begins, its effect is on disk and repeats may read it.
        http.Response.OnStarting(static state =>
        {
            ((RepeatTurn)state).Dispose();
            return Task.CompletedTask;
        }, turn);
        if (turn.ObjectId is null)
        {
            await next(http);
            return;
        }

        http.Response.Headers["idempotent-replay"] = "true";
        var answer = await replay.Read(http, turn.ObjectId);
        await answer.ExecuteAsync(http);
    }

    static async Task<string> Hash(HttpContext http)
    {
        var body = await RequestBody.ReadBytes(http);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{http.Request.Method} {http.Request.Path}\n{http.Request.Headers["OpenAI-Project"]}\n"));
        hash.AppendData(body);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
