using FluentValidation;
using MediatR;

namespace Voting.Api.Pipeline;

/// <summary>Registers the one guarded door: admission, then the unit of work with its line in the record, then the handler.</summary>
public static class Mediation
{
    public static IServiceCollection AddPipeline(this IServiceCollection services)
    {
        services.AddScoped<Caller>();
        services.AddScoped<Work>();
        services.AddTransient<ServiceFactory>(provider => type => provider.GetRequiredService(type));
        services.AddTransient<IMediator, Mediator>();
        services.AddTransient(typeof(IPipelineBehavior<,>), typeof(Admission<,>));
        services.AddTransient(typeof(IPipelineBehavior<,>), typeof(UnitOfWork<,>));
        foreach (var type in typeof(Mediation).Assembly.GetTypes().Where(t => t is { IsAbstract: false, IsGenericType: false }))
        {
            foreach (var contract in type.GetInterfaces().Where(i => i.IsGenericType
                && (i.GetGenericTypeDefinition() == typeof(IRequestHandler<,>) || i.GetGenericTypeDefinition() == typeof(IValidator<>))))
            {
                // The bounds of a request never change, and reading them from their expressions takes longer than a press does.
                if (contract.GetGenericTypeDefinition() == typeof(IValidator<>)) services.AddSingleton(contract, type);
                else services.AddTransient(contract, type);
            }
        }

        return services;
    }
}
