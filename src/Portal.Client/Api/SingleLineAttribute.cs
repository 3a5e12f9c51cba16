using System.ComponentModel.DataAnnotations;

namespace Portal.Client.Api;

/// <summary>A name or a title: no line breaks or other control characters, and not blank.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SingleLineAttribute : ValidationAttribute
{
    protected override ValidationResult? IsValid(object? value, ValidationContext validationContext)
    {
        if (value is not string text) return ValidationResult.Success;
        if (text.Any(char.IsControl)) return new("must be one line without control characters.");
        return text.Length > 0 && string.IsNullOrWhiteSpace(text) ? new("must not be blank.") : ValidationResult.Success;
    }
}
