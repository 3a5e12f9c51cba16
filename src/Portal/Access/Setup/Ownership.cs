using System.Data;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Identity;
using Portal.Access.Users;
using Portal.Audit;
using Portal.Client.Api;
using Portal.Client.Audit;
using Portal.Client.Projects;
using Portal.Data;

namespace Portal.Access.Setup;

/// <summary>Before there is an owner: the one-time links; and how the owner is made, once.</summary>
internal sealed class Ownership(
    IDatabase database, AuditWriter writer, IPasswordHasher<User> hasher, ILookupNormalizer normalizer, TimeProvider time)
{
    const int LinksKept = 10;

    volatile bool hasOwner;

    public async Task<bool> HasOwner(CancellationToken cancellation)
    {
        if (!hasOwner) hasOwner = await database.Read(UsersRepository.HasOwner, cancellation);
        return hasOwner;
    }

    /// <summary>A new token for <c>/setup?token=…</c>; the ones before go on working until there is an owner.</summary>
    public Task<string> NewLink(CancellationToken cancellation)
    {
        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        return database.Write(connection =>
        {
            SetupRepository.InsertLink(connection, Hash(token), now, LinksKept);
            return token;
        }, cancellation);
    }

    public Task<bool> IsLink(string token, CancellationToken cancellation) =>
        database.Read(connection => SetupRepository.HasLink(connection, Hash(token)), cancellation);

    /// <summary>Makes the owner whom the link's holder names; false where the link is used up or there is an owner already.</summary>
    public async Task<User?> Claim(string token, string name, string email, string password, CallInfo call, CancellationToken cancellation)
    {
        var owner = NewOwner(name, email, password);
        var made = await database.Write(connection =>
        {
            if (UsersRepository.HasOwner(connection) || !SetupRepository.HasLink(connection, Hash(token))) return false;
            Insert(connection, owner, call with { Actor = Self(owner, call.Actor.Ip).ToActor() });
            return true;
        }, cancellation);
        if (!made) return null;
        hasOwner = true;
        return owner;
    }

    public User NewOwner(string name, string email, string password)
    {
        var owner = new User
        {
            Email = email,
            NormalizedEmail = normalizer.NormalizeEmail(email),
            Name = name,
            Role = Role.Owner,
            SecurityStamp = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(20)),
            CreatedAt = time.GetUtcNow().ToUnixTimeSeconds(),
        };
        owner.PasswordHash = hasher.HashPassword(owner, password);
        return owner;
    }

    /// <summary>Within a transaction of the caller's own.</summary>
    public void Insert(IDbConnection connection, User owner, CallInfo call)
    {
        UsersRepository.Insert(connection, owner);
        SetupRepository.DeleteLinks(connection);
        writer.Append(connection, call, new AuditEntry("user.created", "user", owner.Id, null)
        {
            Changes = AuditChanges.Between(new { Email = "", Role = (Role?)null }, new { owner.Email, Role = (Role?)owner.Role }),
        });
    }

    static Caller Self(User user, string? ip) => new() { Kind = ActorType.User, Id = user.Id, Name = user.Name, Ip = ip, Role = user.Role };

    static string Hash(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
