namespace Portal.Mail;

internal static class MailFeature
{
    public static IServiceCollection AddMail(this IServiceCollection services)
    {
        services.AddSingleton<IMailer, Mailer>();
        return services;
    }
}
