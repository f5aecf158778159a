<#
.SYNOPSIS
  Chạy Dẫn Chiếu trên Windows: lần đầu tạo môi trường, nạp thư mục văn bản, rồi mở trang.
.EXAMPLE
  .\deploy\danchieu.ps1 -Documents D:\van-ban -Store D:\danchieu
#>
[CmdletBinding()]
param(
    [string]$Documents = "",
    [string]$Store = (Join-Path $env:LOCALAPPDATA "danchieu"),
    [int]$Port = 8000
)

$ErrorActionPreference = "Stop"
$root = Split-Path -Parent $PSScriptRoot
$python = Join-Path $root ".venv\Scripts\python.exe"
$danchieu = Join-Path $root ".venv\Scripts\danchieu.exe"

function Stop-OnFailure([string]$What) {
    if ($LASTEXITCODE -ne 0) { throw "$What không thành công (mã $LASTEXITCODE)." }
}

Set-Location $root
if (-not (Test-Path $danchieu)) {
    Write-Host "Lần đầu: tạo môi trường, mất vài phút ..."
    py -3 -m venv .venv
    Stop-OnFailure "Tạo môi trường Python"
    & $python -m pip install --quiet --disable-pip-version-check -r requirements.lock
    Stop-OnFailure "Cài các gói"
    & $python -m pip install --quiet --disable-pip-version-check --no-deps -e .
    Stop-OnFailure "Cài Dẫn Chiếu"
}

$env:DANCHIEU_HOME = $Store
$env:PYTHONUTF8 = "1"
if ($Documents -ne "") {
    & $danchieu ingest $Documents
    # 1: có tệp không đọc được, đã nêu tên; các tệp khác vẫn dùng được.
    if ($LASTEXITCODE -gt 1) { throw "Nạp văn bản không thành công (mã $LASTEXITCODE)." }
}
& $danchieu serve --port $Port
exit $LASTEXITCODE
