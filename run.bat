@echo off
rem Double click to start Ruwo. This only finds Python; tools\start.py does the rest.
chcp 65001 >nul
setlocal
pushd "%~dp0"
if not exist "tools\start.py" (
  echo.
  echo   这里缺少如我的其他文件：请先解压整个压缩包，再双击里面的 run.bat
  echo   The rest of Ruwo is not here: unpack the whole ZIP file first, then double click the run.bat in it.
  echo.
  pause
  exit /b 1
)
set "PYTHONUTF8=1"
set "RUWO_PYTHON="
set "RUWO_TEST=import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))"
for %%P in ("py -3" "python" "py -3.13" "py -3.12" "py -3.11" "py -3.14") do (
  if not defined RUWO_PYTHON (
    %%~P -c "%RUWO_TEST%" >nul 2>nul && set "RUWO_PYTHON=%%~P"
  )
)
if not defined RUWO_PYTHON (
  echo.
  echo   没有找到 Python 3.11 到 3.14：请从 python.org 下载，安装时勾选 Add python.exe to PATH，然后再双击 run.bat
  echo   Python 3.11 to 3.14 was not found: install it from python.org, tick "Add python.exe to PATH", then try again.
  echo.
  pause
  exit /b 1
)
%RUWO_PYTHON% -m tools.start %*
if errorlevel 1 pause
