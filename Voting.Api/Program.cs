WebApplication.CreateBuilder().Build();
