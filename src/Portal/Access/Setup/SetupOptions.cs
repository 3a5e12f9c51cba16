using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Portal.Access.Setup;

/// <summary>The section <c>Portal:Setup</c>: the owner and the organization's first key, for starts without a person.</summary>
internal sealed class SetupOptions
{
    public const string Section = "Portal:Setup";

    public string? AdminEmail { get; set; }

    public string? AdminPassword { get; set; }

    /// <summary>A key of the organization with all scopes.</summary>
    public string? AdminKey { get; set; }
}

internal sealed class SetupOptionsRules : IValidateOptions<SetupOptions>
{
    const int ShortestKey = 16;
    const int LongestKey = 200;

    public ValidateOptionsResult Validate(string? name, SetupOptions options)
    {
        var errors = Errors(options).ToList();
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    static IEnumerable<string> Errors(SetupOptions options)
    {
        var (email, password, key) = (Text(options.AdminEmail), options.AdminPassword, options.AdminKey);
        if (email is not null && string.IsNullOrEmpty(password))
            yield return Error("AdminPassword", "is missing beside AdminEmail", $"Set it to a password of {PasswordRules.Shortest} characters or more");
        if (email is null && !string.IsNullOrEmpty(password))
            yield return Error("AdminEmail", "is missing beside AdminPassword", "Set it to the owner's email address");
        if (email is not null && !IsEmail(email))
            yield return Error("AdminEmail", "is not an email address", "Write it as name@example.org");
        if (!string.IsNullOrEmpty(password) && PasswordRules.Check(password) is { } weak)
            yield return Error("AdminPassword", "cannot be used", weak.TrimEnd('.'));
        if (!string.IsNullOrEmpty(key) && (key.Length is < ShortestKey or > LongestKey || key.Any(character => character is <= ' ' or > '~')))
            yield return Error("AdminKey", "cannot be used", $"Use {ShortestKey} to {LongestKey} visible ASCII characters without spaces, such as sk- and 40 random letters and digits");
    }

    public static bool IsEmail(string text) =>
        text.Length <= 254 && new EmailAddressAttribute().IsValid(text) && !text.Any(character => char.IsControl(character) || char.IsWhiteSpace(character));

    static string? Text(string? value) => string.IsNullOrWhiteSpace(value) ? null : value.Trim();

    static string Error(string setting, string problem, string fix) =>
        $"{SetupOptions.Section}:{setting} {problem}. {fix} (environment: Portal__Setup__{setting}).";
}

/// <summary>Length is what makes a password strong, so length alone is asked for.</summary>
internal static class PasswordRules
{
    public const int Shortest = 8;
    public const int Longest = 256;

    /// <summary>Null, or what to do.</summary>
    public static string? Check(string password) =>
        password.Length is >= Shortest and <= Longest ? null : $"Use a password of {Shortest} to {Longest} characters.";
}
