using System.ComponentModel.DataAnnotations;

namespace Portal.Client.Api;

/// <summary>Text of any number of lines: no other control characters than line breaks and tabs, and not blank.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PlainTextAttribute : ValidationAttribute
{
    protected override ValidationResult? IsValid(object? value, ValidationContext validationContext)
    {
        if (value is not string text) return ValidationResult.Success;
        if (text.Any(character => char.IsControl(character) && character is not ('\n' or '\r' or '\t'))) return new("must hold no control characters but line breaks and tabs.");
        return string.IsNullOrWhiteSpace(text) ? new("must not be blank.") : ValidationResult.Success;
    }
}
