using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Portal.Access.Users;
using Portal.Client.Security;

namespace Portal.Access.Passkeys;

/// <summary>
/// The two WebAuthn ceremonies. What the server must remember between their halves travels with the browser, encrypted; it
/// is good once and for five minutes.
/// </summary>
internal sealed partial class PasskeyCeremonies(
    IPasskeyHandler<User> handler, IDataProtectionProvider protection, UsedStates used, TimeProvider time, ILogger<PasskeyCeremonies> logger)
{
    static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    readonly IDataProtector creations = protection.CreateProtector("Portal.Access.Passkeys.Creation");
    readonly IDataProtector requests = protection.CreateProtector("Portal.Access.Passkeys.Request");

    sealed record Ticket(string State, string? UserId, long ExpiresAt);

    public async Task<PasskeyOptions> BeginCreation(HttpContext http, User user)
    {
        var made = await handler.MakeCreationOptionsAsync(new PasskeyUserEntity { Id = user.Id, Name = user.Email, DisplayName = user.Name }, http);
        return Options(creations, made.CreationOptionsJson, made.AttestationState, user.Id);
    }

    /// <summary>The new credential, or null where it does not answer the options that this user was given.</summary>
    public async Task<UserPasskeyInfo?> EndCreation(HttpContext http, User user, JsonElement credential, string state)
    {
        if (Open(creations, state) is not { } ticket || ticket.UserId != user.Id) return null;
        var result = await handler.PerformAttestationAsync(new PasskeyAttestationContext
        {
            HttpContext = http,
            CredentialJson = credential.GetRawText(),
            AttestationState = ticket.State,
        });
        if (result.Succeeded) return result.Passkey;
        Refused(logger, result.Failure.Message);
        return null;
    }

    /// <summary>For whoever it is: the browser offers the passkeys that it has for this address.</summary>
    public async Task<PasskeyOptions> BeginRequest(HttpContext http)
    {
        var made = await handler.MakeRequestOptionsAsync(null, http);
        return Options(requests, made.RequestOptionsJson, made.AssertionState, null);
    }

    /// <summary>Who answered the request; null where it is nobody known, or the answer does not hold.</summary>
    public async Task<PasskeyAssertionResult<User>?> EndRequest(HttpContext http, string credentialJson, string state)
    {
        if (Open(requests, state) is not { } ticket) return null;
        var result = await handler.PerformAssertionAsync(new PasskeyAssertionContext
        {
            HttpContext = http,
            CredentialJson = credentialJson,
            AssertionState = ticket.State,
        });
        if (result.Succeeded) return result;
        Refused(logger, result.Failure.Message);
        return null;
    }

    PasskeyOptions Options(IDataProtector protector, string optionsJson, string? state, string? userId)
    {
        var ticket = new Ticket(state ?? "", userId, (time.GetUtcNow() + Lifetime).ToUnixTimeSeconds());
        return new PasskeyOptions(JsonSerializer.Deserialize<JsonElement>(optionsJson), protector.Protect(JsonSerializer.Serialize(ticket)));
    }

    Ticket? Open(IDataProtector protector, string state)
    {
        try
        {
            var ticket = JsonSerializer.Deserialize<Ticket>(protector.Unprotect(state))!;
            var now = time.GetUtcNow().ToUnixTimeSeconds();
            return ticket.ExpiresAt > now && used.Add(state, ticket.ExpiresAt, now) ? ticket : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "A passkey was refused: {Reason}")]
    static partial void Refused(ILogger logger, string reason);
}

/// <summary>The states that were answered already, until they end by themselves.</summary>
internal sealed class UsedStates
{
    const int CleanedAt = 1000;

    readonly ConcurrentDictionary<string, long> ends = [];

    /// <summary>False where it was used before.</summary>
    public bool Add(string state, long expiresAt, long now)
    {
        if (ends.Count >= CleanedAt)
            foreach (var (old, end) in ends)
                if (end <= now) ends.TryRemove(old, out _);
        return ends.TryAdd(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(state))), expiresAt);
    }
}
