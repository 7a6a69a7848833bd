using FluentValidation;
using MediatR;
using Voting.Api.Pipeline;
using Voting.Domain.Contracts;
using Voting.Domain.Files;

namespace Voting.Api.Features.Papers;

/// <summary>A paper as the meeting file writes it, to be changed.</summary>
public sealed record GetPaperText(PaperRef Paper) : IRequest<Reply<PaperText>>;

public sealed class GetPaperTextValidator : AbstractValidator<GetPaperText>
{
    public GetPaperTextValidator() => RuleFor(r => r.Paper.Paper).Id();
}

public sealed class GetPaperTextHandler(Reading reading) : IRequestHandler<GetPaperText, Reply<PaperText>>
{
    public Task<Reply<PaperText>> Handle(GetPaperText request, CancellationToken cancellationToken) => Task.FromResult<Reply<PaperText>>(
        AmendedFile.Paper(reading.Now().State.File, request.Paper.Paper) is { } paper ? new PaperText(paper.ToJsonString()) : new Refusal(Refusals.UnknownPaper));
}
