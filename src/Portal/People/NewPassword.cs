using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using Portal.Access.Users;

namespace Portal.People;

internal static class NewPassword
{
    /// <summary>A new hash and a new stamp, by which whatever else knew the old password notices.</summary>
    public static void Set(User user, string password, IPasswordHasher<User> hasher)
    {
        user.PasswordHash = hasher.HashPassword(user, password);
        user.SecurityStamp = NewStamp();
        (user.FailedSignIns, user.LockedUntil) = (0, null);
    }

    public static string NewStamp() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(20));
}
