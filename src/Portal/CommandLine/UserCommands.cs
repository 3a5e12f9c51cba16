using System.CommandLine;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using Portal.Access.Sessions;
using Portal.Access.Setup;
using Portal.Access.Users;
using Portal.Api;
using Portal.Audit;
using Portal.Client.Api;
using Portal.Client.Projects;
using Portal.Data;
using Portal.Organization;

namespace Portal.CommandLine;

/// <param name="Password">The one that was made up, this once; null where it was given.</param>
internal sealed record UserMade(string Id, string Email, Role Role, string? Password)
{
    public string Object => "user";
}

internal static class UserCommands
{
    public static Command All(CommandRun run) => new("user", "People") { Create(run), ResetPassword(run) };

    static readonly Option<bool> FromInput = new("--password-stdin") { Description = "Read the password from the standard input. Without it, one is made up and shown." };

    static Command Create(CommandRun run)
    {
        var email = new Option<string>("--email") { Description = "What the person signs in with.", Required = true };
        var role = new Option<string>("--role") { Description = "In the organization.", Required = true };
        role.AcceptOnlyFromAmong([.. Enum.GetValues<Role>().Select(Wire.Word)]);
        var name = new Option<string?>("--name") { Description = "Default: what stands before the @." };
        var command = new Command("create", "Make an account.") { email, role, name, FromInput };
        run.Action(command, (services, parsed, cancellation) => Create(
            services, parsed.GetRequiredValue(email).Trim(), parsed.GetValue(name)?.Trim(), Wire.Word<Role>(parsed.GetRequiredValue(role)), parsed.GetValue(FromInput), cancellation),
            made => Text(made, $"{made.Email} is a user now ({made.Id})."));
        return command;
    }

    static Command ResetPassword(CommandRun run)
    {
        var email = new Option<string>("--email") { Description = "Whose password it is.", Required = true };
        var command = new Command("reset-password", "Set a new password, end every session of the person and lift a lockout.") { email, FromInput };
        run.Action(command, (services, parsed, cancellation) => Reset(services, parsed.GetRequiredValue(email).Trim(), parsed.GetValue(FromInput), cancellation),
            made => Text(made, $"{made.Email} has a new password, and every session has ended."));
        return command;
    }

    static async Task<Result<UserMade>> Create(
        IServiceProvider services, string email, string? name, Role role, bool fromInput, CancellationToken cancellation)
    {
        if (!SetupOptionsRules.IsEmail(email)) return ApiError.Invalid("--email must be an email address, such as name@example.org.", "--email", "invalid_value");
        name = string.IsNullOrEmpty(name) ? email.Split('@')[0] : name;
        if (name.Length > 200 || name.Any(char.IsControl)) return ApiError.Invalid("--name must be one line of at most 200 characters.", "--name", "invalid_value");
        var password = await Password(services, fromInput, cancellation);
        if (!password.IsSuccess) return password.Error;
        var user = services.GetRequiredService<Ownership>().NewOwner(name, email, password.Value);
        user.Role = role;
        var entry = new AuditEntry("user.created", "user", user.Id, null)
        {
            Changes = AuditChanges.Between(new { Email = "", Role = (Role?)null }, new { user.Email, Role = (Role?)user.Role }),
        };
        var taken = await services.GetRequiredService<IDatabase>().Read(
            connection => (Email: UsersRepository.FindByEmail(connection, user.NormalizedEmail) is not null, Owner: UsersRepository.HasOwner(connection)), cancellation);
        if (taken.Email) return ApiError.Conflict($"There is an account of {email} already.", "email_taken");
        if (taken.Owner && role is Role.Owner) return ApiError.Conflict("There is an owner already. Make an admin; the owner can hand the ownership over on the page.", "owner_exists");
        return await services.GetRequiredService<IJournal>().Commit(entry, connection =>
        {
            UsersRepository.Insert(connection, user);
            return new UserMade(user.Id, user.Email, user.Role, fromInput ? null : password.Value);
        }, cancellation);
    }

    static async Task<Result<UserMade>> Reset(IServiceProvider services, string email, bool fromInput, CancellationToken cancellation)
    {
        var normalized = services.GetRequiredService<ILookupNormalizer>().NormalizeEmail(email);
        var user = await services.GetRequiredService<IDatabase>().Read(connection => UsersRepository.FindByEmail(connection, normalized), cancellation);
        if (user is null) return ApiError.NotFound("user", email, "--email");
        var password = await Password(services, fromInput, cancellation);
        if (!password.IsSuccess) return password.Error;
        user.PasswordHash = services.GetRequiredService<IPasswordHasher<User>>().HashPassword(user, password.Value);
        user.SecurityStamp = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(20));
        (user.FailedSignIns, user.LockedUntil) = (0, null);
        return await services.GetRequiredService<IJournal>().Commit(new AuditEntry("user.password_reset", "user", user.Id, null), connection =>
        {
            if (!UsersRepository.UpdateCredentials(connection, user))
                throw new ApiErrorException(ApiError.Conflict("The password was changed by somebody else just now. Repeat this.", "changed_meanwhile"));
            SessionsRepository.DeleteOfUser(connection, user.Id);
            return new UserMade(user.Id, user.Email, user.Role, fromInput ? null : password.Value);
        }, cancellation);
    }

    static async Task<Result<string>> Password(IServiceProvider services, bool fromInput, CancellationToken cancellation)
    {
        var shortest = (await services.GetRequiredService<IOrganizationSettings>().Get(cancellation)).SignIn.MinimumPasswordLength;
        if (!fromInput) return RandomNumberGenerator.GetString("abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789", Math.Max(20, shortest));
        var given = (await Console.In.ReadToEndAsync(cancellation)).TrimEnd('\r', '\n');
        return given.Length >= shortest && given.Length <= PasswordRules.Longest
            ? given
            : ApiError.Invalid($"Use a password of {shortest} to {PasswordRules.Longest} characters.", "--password-stdin", "invalid_value");
    }

    static string Text(UserMade made, string done) => made.Password is null ? done : $"{done}\nPassword: {made.Password}";
}
