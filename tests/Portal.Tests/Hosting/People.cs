using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Portal.Access.Users;
using Portal.Api;
using Portal.Client.Keys;
using Portal.Client.Projects;
using Portal.Keys;
using Portal.Tests.Hosting;

// Not in Hosting, where the name would be hidden by the feature of the same name.
namespace Portal.Tests;

/// <summary>Users, projects and keys for a test, made past the rights that the test is about.</summary>
static class People
{
    public const string Password = "a password for tests";

    public static async Task<string> AddProject(this PortalHost host, string name = "Support")
    {
        var made = await host.Admin.Post("/v2/projects", $$"""{"name":"{{name}}"}""");
        Assert.Equal(201, made.Status);
        return made.Id;
    }

    /// <summary>The user's email; the password is <see cref="Password"/>.</summary>
    public static async Task<string> AddUser(this PortalHost host, Role role, string? id = null)
    {
        var hasher = host.Services.GetRequiredService<IPasswordHasher<User>>();
        var user = new User { Role = role, SecurityStamp = Ids.New("stamp"), CreatedAt = DateTimeOffset.UtcNow.ToUnixTimeSeconds() };
        user.Id = id ?? user.Id;
        user.Name = $"{role} {user.Id[^4..]}";
        user.Email = $"{user.Id}@example.org";
        user.NormalizedEmail = user.Email.ToUpperInvariant();
        user.PasswordHash = hasher.HashPassword(user, Password);
        return await host.Write(connection =>
        {
            UsersRepository.Insert(connection, user);
            return user.Email;
        });
    }

    public static async Task AddMember(this PortalHost host, string projectId, string email, Role role, ChatAccess access)
    {
        var made = await host.Admin.Post($"/v2/projects/{projectId}/members",
            $$"""{"user_id":"{{UserIdOf(email)}}","role":"{{Wire.Word(role)}}","chat_access":"{{Wire.Word(access)}}"}""");
        Assert.True(made.Status is 200 or 201, $"{made.Status} {made.Body}");
    }

    public static string UserIdOf(string email) => email.Split('@')[0];

    /// <summary>A user with a place in the project, signed in.</summary>
    public static async Task<Browser> AddMember(this PortalHost host, string projectId, Role role, ChatAccess access)
    {
        var email = await host.AddUser(role);
        await host.AddMember(projectId, email, role, access);
        return await host.SignedIn(email, Password);
    }

    /// <summary>The secret of a new key; without a project a key of the organization.</summary>
    public static async Task<string> AddKey(this PortalHost host, string? projectId, params KeyScope[] scopes)
    {
        var secret = KeySecret.New();
        if (scopes.Length == 0) scopes = Enum.GetValues<KeyScope>();
        var key = new KeyRow(
            Ids.New("key"), projectId, "Test key", KeySecret.Hint(secret), Wire.Serialize(scopes.Select(Wire.Word)), "[]", null, "system",
            DateTimeOffset.UtcNow.ToUnixTimeSeconds(), null, null, null);
        return await host.Write(connection =>
        {
            KeysRepository.Insert(connection, key, KeySecret.Hash(secret));
            return secret;
        });
    }
}
