using System.ComponentModel.DataAnnotations;

namespace Portal.Client.Api;

/// <summary>Up to 16 string pairs, keys of 1–64 characters, values of at most 512.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class MetadataAttribute : ValidationAttribute
{
    protected override ValidationResult? IsValid(object? value, ValidationContext context)
    {
        if (value is not IReadOnlyDictionary<string, string> pairs) return ValidationResult.Success;
        if (pairs.Count > 16) return new($"holds {pairs.Count} pairs; the most is 16.");
        foreach (var (key, text) in pairs)
        {
            if (key.Length is 0 or > 64) return new("has a key that is empty or longer than 64 characters.");
            if (text.Length > 512) return new($"has a value longer than 512 characters at '{key}'.");
        }

        return ValidationResult.Success;
    }
}
